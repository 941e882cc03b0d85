#include "tools/speech_dispatcher/message_speaker.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <string>
#include <thread>

#include "tts/voice.h"

namespace driftwave {
namespace {

TEST(MessageSpeaker, EndsWhileNobodyReads) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
  ModuleOutput output(ends[1]);
  const auto voice = std::make_shared<const Synthesizer>(load_voice(DRIFTWAVE_TEST_VOICE));
  std::string text;
  for (int i = 0; i < 100; ++i) text += "The captain waved, and then he laughed. ";
  MessageSpeaker speaker(output);
  ASSERT_TRUE(speaker.speak(voice, {.kind = MessageKind::kText, .text = text}, {}));
  EXPECT_FALSE(speaker.speak(voice, {.kind = MessageKind::kText, .text = "Hello."}, {}));
  // The thread may stand before a full pipe.
  std::thread stopping([&] { speaker.stop(); });
  std::string told;
  std::array<char, 4096> piece{};
  while (told.find("703 STOP\n") == std::string::npos) {
    const ssize_t got = ::read(ends[0], piece.data(), piece.size());
    ASSERT_GT(got, 0);
    told.append(piece.data(), static_cast<std::size_t>(got));
  }
  stopping.join();
  speaker.finish();
  EXPECT_TRUE(told.starts_with("200 OK SPEAKING\n"));
  // The next message is taken before the thread has noticed.
  ASSERT_TRUE(speaker.speak(voice, {.kind = MessageKind::kText, .text = text}, {}));
  std::thread ending([&] { speaker.stop(); });
  while (told.find("703 STOP\n", told.find("703 STOP\n") + 1) == std::string::npos) {
    const ssize_t got = ::read(ends[0], piece.data(), piece.size());
    ASSERT_GT(got, 0);
    told.append(piece.data(), static_cast<std::size_t>(got));
  }
  ending.join();
  ::close(ends[0]);
  ::close(ends[1]);
}

}  // namespace
}  // namespace driftwave
