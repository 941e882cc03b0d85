#include <filesystem>
#include <nlohmann/json.hpp>

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
