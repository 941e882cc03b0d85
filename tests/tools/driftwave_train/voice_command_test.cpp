// A voice from recordings: what is asked for, what is refused, and a run that is killed and goes on. The
// shipped voice is the person who speaks.
#include <fmt/format.h>

#include <array>
#include <fstream>
#include <sstream>

#include "tests/tools/driftwave/program.h"

namespace driftwave {
namespace {

namespace fs = std::filesystem;

constexpr std::array kTexts = {
    "The ferry leaves the harbour at seven and comes back before the evening tide has turned.",
    "Nobody had told the gardener that the old wall behind the orchard would be taken down.",
    "She counted the lamps along the river and found one more than there had been last year.",
    "When the rain stopped, the children ran out to see how far the stream had risen overnight.",
    "He keeps a box of letters under the stairs, and he has never read a single one of them.",
    "Their train was late again, so they walked home through the park and talked about music.",
    "A good carpenter measures twice, cuts once, and still leaves a little wood for the plane.",
    "The map showed a path along the cliff, but the cliff had fallen into the sea long ago.",
    "Every Thursday the baker puts three loaves aside for the woman from the lighthouse.",
    "It is hard to say why the clock in the hall runs faster in winter than it does in summer.",
    "The students mended the telescope by themselves and saw the rings of Saturn that night.",
    "Before you open the second door, make sure that the first one has fallen shut behind you."};

class VoiceCommand : public CommandLine {
 protected:
  /// @param count of the recordings; the last two have changed their texts when there are more than three
  void record(std::size_t count) const {
    std::string metadata;
    std::string texts;
    for (std::size_t i = 0; i < count; ++i) {
      std::size_t said = i;
      if (count > 3 && i + 2 >= count) said = i + 1 == count ? i - 1 : i + 1;
      metadata += fmt::format("s{}|{}\n", i, kTexts[said]);
      texts += std::string(kTexts[i]) + "\n";
    }
    fs::create_directories(path("mine/audio"));
    for (std::size_t i = 0; i < count; ++i)
      must(fmt::format("driftwave speak --steps 0 --seed {} \"{}\" -o mine/audio/s{}.wav", i, kTexts[i], i));
    write_text("mine/metadata.csv", metadata);
  }

  [[nodiscard]] static std::string voice(const std::string& more) {
    return "driftwave-train voice --recordings mine --name me --person Me --licence CC0-1.0 "
           "--consent 'I agree.' --out voices/me --batch 1 " +
           more;
  }

  void declines(const std::string& command, const std::string& words) const {
    const Outcome outcome = run(command);
    EXPECT_EQ(outcome.status, 1) << command;
    EXPECT_TRUE(outcome.err.starts_with("driftwave-train: ")) << outcome.err;
    EXPECT_NE(outcome.err.find(words), std::string::npos) << outcome.err;
  }

  [[nodiscard]] std::string text(const std::string& file) const {
    std::ostringstream all;
    all << std::ifstream(path(file)).rdbuf();
    return std::move(all).str();
  }
};

TEST_F(VoiceCommand, IsNotBegunWithoutConsent) {
  fs::create_directories(path("mine"));
  const std::string command = "driftwave-train voice --recordings mine --name me --out me --person Me ";
  declines(command + "--licence CC0-1.0", "--consent: a voice is made with the consent");
  declines(command + "--consent yes", "--licence");
  declines(command + "--licence CC0-1.0 --consent yes", "mine/metadata.csv");
  declines("driftwave-train voice --recordings mine --name a/b", "--name");
  EXPECT_FALSE(fs::exists(path("me")));
}

TEST_F(VoiceCommand, MakesAVoiceGoesOnAfterBeingKilledAndWritesItsCard) {
  record(kTexts.size());
  const Outcome killed =
      run(fmt::format("{} & child=$!\nuntil grep -q '^2,' me-training/acoustic/log.csv 2>/dev/null; do\n"
                      "kill -0 $child || exit 99; sleep 0.05; done\nkill $child; wait $child",
                      voice("--steps 6")));
  EXPECT_EQ(killed.status, 0) << killed.err;
  EXPECT_NE(killed.err.find("the same command goes on"), std::string::npos) << killed.err;
  EXPECT_FALSE(fs::exists(path("voices/me")));
  declines(voice("--steps 300"), "was begun with another steps: want 6, got 300");

  const Outcome made = run(voice("--steps 6"));
  ASSERT_EQ(made.status, 0) << made.err;
  EXPECT_NE(made.err.find("begins as kathleen"), std::string::npos) << made.err;
  EXPECT_NE(made.err.find("s10 (left out): it does not say what its text says"), std::string::npos)
      << made.err;
  EXPECT_NE(made.err.find("10 of 12 recordings used"), std::string::npos) << made.err;
  const std::string card = text("voices/me/README.md");
  for (const char* words :
       {"| person | Me |", "| consent | I agree. |", "10 of 12 recordings", "median pitch"})
    EXPECT_NE(card.find(words), std::string::npos) << words << "\n" << card;
  EXPECT_NE(text("voices/me/voice.json").find("\"consent\": \"I agree.\""), std::string::npos);
  must("driftwave speak --voice ./voices/me --steps 0 Hello. -o hello.wav");
  EXPECT_GT(fs::file_size(path("hello.wav")), 10000U);
  declines(voice("--steps 6"), "is there already");
}

TEST_F(VoiceCommand, CutsAChapterIntoSentencesThatAVoiceCanBeMadeOf) {
  fs::create_directories(path("book/audio"));
  std::string chapter;
  for (std::size_t i = 0; i < 3; ++i) chapter += std::string(kTexts[i]) + " ";
  must(fmt::format("driftwave speak --steps 0 \"{}\" -o book/audio/one.wav", chapter));
  write_text("book/metadata.csv", "one|" + chapter + "\n");
  must("driftwave-train cut --data book --out sentences");
  std::string metadata;
  for (std::size_t i = 0; i < 3; ++i) metadata += fmt::format("one_{:03}|{}\n", i, kTexts[i]);
  EXPECT_EQ(text("sentences/metadata.csv"), metadata);
  EXPECT_GT(fs::file_size(path("sentences/audio/one_002.flac")), 20000U);
  declines("driftwave-train cut --data book --out sentences", "sentences: is there already");
  declines("driftwave-train cut --data book/audio --out more", "book/audio/metadata.csv: cannot be read");
  EXPECT_FALSE(fs::exists(path("more")));
}

TEST_F(VoiceCommand, LearnsWhoSpeaksFromASample) {
  record(3);
  must(voice("--sample --steps 2"));
  must("driftwave speak --voice ./voices/me --steps 0 Hello. -o hello.wav");
  EXPECT_NE(text("voices/me/README.md").find("the speaker's embedding alone"), std::string::npos);
}

}  // namespace
}  // namespace driftwave
