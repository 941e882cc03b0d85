#include <filesystem>
#include <nlohmann/json.hpp>

#include "engine/audio/audio_file.h"
#include "tests/tools/driftwave/program.h"

namespace driftwave {
namespace {

using EvalCommand = CommandLine;

TEST_F(EvalCommand, ComparesFilesOfTheSameName) {
  must("mkdir ref test");
  write_tone("ref/a.wav", 0.5);
  write_tone("ref/b.wav", 0.5);
  write_tone("ref/only.wav", 0.5);
  must("cp ref/a.wav test/a.wav");
  write_tone("test/b.wav", 0.4);  // the same glide, faster
  const auto report = nlohmann::json::parse(must("driftwave eval --reference ref --test test --json"));

  ASSERT_EQ(report["files"].size(), 2U);
  EXPECT_EQ(report["files"][0]["name"], "a");
  EXPECT_EQ(report["files"][0]["multi_stft"], 0.0);
  EXPECT_GT(report["files"][1]["multi_stft"], 0.2);
  EXPECT_NEAR(report["files"][1]["length_difference_seconds"].get<double>(), -0.1, 1e-3);
  EXPECT_DOUBLE_EQ(report["mean"]["mel"].get<double>(), report["files"][1]["mel"].get<double>() / 2.0);
  EXPECT_EQ(report["unmatched"], nlohmann::json::array({"ref/only.wav"}));
}

TEST_F(EvalCommand, MeasuresTheVoiceAndDrawsTheWorst) {
  must("mkdir ref test");
  write_tone("ref/a.wav", 0.6);
  write_tone("ref/b.wav", 0.6);
  must("cp ref/a.wav test/a.wav && driftwave vocode ref/b.wav -o test/b.wav --steps 0 --pitch 2");
  const auto report =
      nlohmann::json::parse(must("driftwave eval --reference ref --test test --json --picture worst.png"));
  EXPECT_EQ(report["files"][0]["f0_rmse_cents"], 0.0);
  EXPECT_NEAR(report["files"][1]["f0_rmse_cents"].get<double>(), 200, 60);
  EXPECT_GT(report["files"][1]["mel_cepstral_db"].get<double>(), 0.5);
  EXPECT_GT(report["frechet"].get<double>(), 0.0);
  EXPECT_TRUE(std::filesystem::exists(path("worst.png")));
  const std::string table = must("driftwave eval --reference ref --test test");
  EXPECT_NE(table.find("MCD-DTW"), std::string::npos);
  EXPECT_NE(table.find("Frechet"), std::string::npos);
}

TEST_F(EvalCommand, ComparesAPart) {
  must("mkdir ref test");
  write_tone("ref/a.wav", 0.6);
  must(
      "cp ref/a.wav test/a.wav && driftwave inpaint ref/a.wav -o test/a.wav --gap 0.40-0.45 --steps 0 "
      "--no-watermark");
  const auto before =
      nlohmann::json::parse(must("driftwave eval --reference ref --test test --last 0.3 --json"));
  EXPECT_EQ(before["mean"]["multi_stft"], 0.0);
  const auto after =
      nlohmann::json::parse(must("driftwave eval --reference ref --test test --first 0.3 --json"));
  EXPECT_GT(after["mean"]["multi_stft"].get<double>(), 0.0);
  refuses("driftwave eval --reference ref --test test --first 9", 1, "a.wav");
}

TEST_F(EvalCommand, DescribesRecordingsWithoutAReference) {
  must("mkdir test");
  write_tone("test/a.wav", 0.6);
  const auto report = nlohmann::json::parse(must("driftwave eval --no-reference --test test --json"));
  EXPECT_NEAR(report["mean"]["f0_median_hz"].get<double>(), 200, 15);
  EXPECT_GT(report["mean"]["voiced_share"].get<double>(), 0.8);
  EXPECT_NE(must("driftwave eval --no-reference --test test").find("F0 Hz"), std::string::npos);
  refuses("driftwave eval --test test", 2, "--no-reference");
  refuses("driftwave eval --test test --no-reference --reference test", 2, "--no-reference");
}

TEST_F(EvalCommand, LeavesWhatSilenceDoesNotHaveOutOfTheMeans) {
  must("mkdir ref test");
  write_tone("ref/a.wav", 0.6);
  write_tone("ref/b.wav", 0.6);
  must("driftwave vocode ref/a.wav -o test/a.wav --steps 0 --pitch 2");
  write_audio(path("test/b.wav"),
              {.samples = std::vector<float>(26460), .channels = 1, .sample_rate_hz = 44100});
  const auto report = nlohmann::json::parse(must("driftwave eval --reference ref --test test --json"));
  for (const char* key : {"f0_rmse_cents", "loudness_lu"}) {
    EXPECT_TRUE(report["files"][1][key].is_null()) << key;
    EXPECT_EQ(report["mean"][key], report["files"][0][key]) << key;
  }
  EXPECT_NE(must("driftwave eval --reference ref --test test").find(" -\n"), std::string::npos);
  const auto alone = nlohmann::json::parse(must("driftwave eval --no-reference --test test --json"));
  EXPECT_TRUE(alone["files"][1]["f0_median_hz"].is_null());
  EXPECT_GT(alone["mean"]["f0_median_hz"].get<double>(), 100);
  EXPECT_GT(alone["mean"]["loudness_lufs"].get<double>(), -100);
}

TEST_F(EvalCommand, PairsDifferentFormats) {
  must("mkdir ref test");
  write_tone("ref/a.wav", 0.3);
  write_tone("test/a.flac", 0.3);
  const auto report = nlohmann::json::parse(must("driftwave eval --reference ref --test test --json"));
  EXPECT_LT(report["mean"]["multi_stft"].get<double>(), 1e-3);
}

TEST_F(EvalCommand, FailsWhenNothingPairs) {
  must("mkdir ref test");
  write_tone("ref/a.wav", 0.3);
  write_tone("test/b.wav", 0.3);
  refuses("driftwave eval --reference ref --test test", 1, "same name");
}

}  // namespace
}  // namespace driftwave
