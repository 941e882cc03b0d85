#include <algorithm>
#include <cmath>
#include <fstream>
#include <numbers>
#include <sstream>

#include "engine/audio/audio_file.h"
#include "engine/core/noise.h"
#include "tests/tools/driftwave/program.h"

namespace driftwave {
namespace {

namespace fs = std::filesystem;

class RecordCommand : public CommandLine {
 protected:
  /// Three seconds of syllables over hiss.
  void take(const std::string& file, double level, double hiss) const {
    AudioBuffer audio;
    audio.samples.resize(3UL * 48000);
    audio.sample_rate_hz = 48000;
    gaussian_noise({.seed = 3}, 0, audio.samples);
    for (std::size_t i = 0; i < audio.samples.size(); ++i) {
      const double t = static_cast<double>(i) / 48000;
      const double voice = std::fmod(t, 0.4) < 0.3 ? level * std::sin(2 * std::numbers::pi * 220 * t) : 0.0;
      audio.samples[i] = static_cast<float>(voice + hiss * audio.samples[i]);
    }
    fs::create_directories(path("takes"));
    write_audio(path("takes/" + file), audio);
  }

  [[nodiscard]] std::string metadata() const {
    std::ostringstream all;
    all << std::ifstream(path("mine/metadata.csv")).rdbuf();
    return std::move(all).str();
  }
};

TEST_F(RecordCommand, KeepsGoodTakesAndReadsTheOthersAgain) {
  write_text("prompts.txt", "A short one.\nThis is a longer sentence for the microphone.\n");
  take("1.wav", 0.2, 0.0005);
  take("2.wav", 0.1, 0.05);
  take("3.wav", 0.2, 0.0005);
  const Outcome outcome = run("driftwave record mine --prompts prompts.txt --from takes");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_NE(outcome.err.find("find a quieter room"), std::string::npos) << outcome.err;
  EXPECT_EQ(metadata(), "0001|This is a longer sentence for the microphone.\n0002|A short one.\n");
  EXPECT_EQ(read_audio(path("mine/audio/0002.flac")).frames(), 3U * 48000);
}

TEST_F(RecordCommand, GoesOnWithWhatIsThere) {
  write_text("prompts.txt", "A short one.\nThis is a longer sentence for the microphone.\n");
  take("1.wav", 0.2, 0.0005);
  must("driftwave record mine --prompts prompts.txt --from takes");
  must("driftwave record mine --prompts prompts.txt --from takes");
  EXPECT_EQ(metadata(), "0001|This is a longer sentence for the microphone.\n0002|A short one.\n");
  const Outcome all = run("driftwave record mine --prompts prompts.txt --from takes");
  EXPECT_EQ(all.status, 0) << all.err;
  EXPECT_NE(all.err.find("2 recordings"), std::string::npos) << all.err;
}

TEST_F(RecordCommand, ShowsItsSentencesAndRefusesWhatItCannotUse) {
  const std::string shown = must("driftwave record --show --count 5");
  EXPECT_EQ(std::ranges::count(shown, '\n'), 5);
  refuses("driftwave record mine", 2, "want a terminal");
  refuses("driftwave record mine --language de --from .", 2, "--prompts");
  must("mkdir -p empty mine && echo oops > mine/metadata.csv");
  refuses("driftwave record mine --from empty", 1, "mine/metadata.csv:1");
  must("rm mine/metadata.csv");
  refuses("driftwave record mine --from empty", 1, "--from");
}

}  // namespace
}  // namespace driftwave
