#include "tools/speech_dispatcher/module_output.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace driftwave {
namespace {

TEST(AudioMessage, SaysHowToPlayAndEscapesWhatWouldEndALine) {
  // 10 is the end of a line, 125 the escape; both are written with their sixth bit flipped.
  const std::vector<float> samples = {10.0F / 32768.0F, 125.0F / 32768.0F, -1.0F / 32768.0F};
  const std::string message = audio_message(samples, 44100);
  const std::string head =
      "705-bits=16\n705-num_channels=1\n705-sample_rate=44100\n705-num_samples=3\n705-big_endian=0\n705-"
      "AUDIO";
  const std::string sound("\0\x7d\x2a\0\x7d\x5d\0\xff\xff\n", 10);
  EXPECT_EQ(message, head + sound + "705 AUDIO\n");
}

}  // namespace
}  // namespace driftwave
