#include "vocoder/harmonic_flow/config.h"

#include <gtest/gtest.h>

#include "engine/core/error.h"

namespace driftwave {
namespace {

TEST(HarmonicFlowConfig, SurvivesJson) {
  for (const HarmonicFlowConfig& config : {HarmonicFlowConfig{}, harmonic_flow_config_22k()})
    EXPECT_EQ(to_json(harmonic_flow_config_from_json(to_json(config), "test")), to_json(config));
}

TEST(HarmonicFlowConfig, CoversAllBinsButNyquist) {
  EXPECT_EQ(HarmonicFlowConfig{}.grouped_bins(), 1024);
  EXPECT_EQ(harmonic_flow_config_22k().grouped_bins(), 512);
}

TEST(HarmonicFlowConfig, LooksAheadFourFrames) {
  EXPECT_EQ(HarmonicFlowConfig{}.lookahead_frames(), 4);
}

TEST(HarmonicFlowConfig, KeepsSmallerSizesAndLeavesOutTheOthers) {
  HarmonicFlowConfig config;
  EXPECT_FALSE(to_json(config).contains("prior_hidden"));
  EXPECT_EQ(config.prior_hidden_width(), 768);
  EXPECT_EQ(config.flow_hidden_width(), 144);
  config.prior_hidden = 384;
  config.flow_hidden = 80;
  config.heads_rank = 64;
  config.condition_rank = 32;
  const HarmonicFlowConfig back = harmonic_flow_config_from_json(to_json(config), "test");
  EXPECT_EQ(to_json(back), to_json(config));
  EXPECT_EQ(back.prior_hidden_width(), 384);
  EXPECT_EQ(back.flow_hidden_width(), 80);
  EXPECT_EQ(back.heads_rank, 64);
  EXPECT_EQ(back.condition_rank, 32);
}

TEST(HarmonicFlowConfig, RejectsUnknownKeysNamingThem) {
  nlohmann::json json = to_json(HarmonicFlowConfig{});
  json["flow_chanels"] = 3;
  try {
    (void)harmonic_flow_config_from_json(json, "model.safetensors");
    FAIL() << "accepted";
  } catch (const Error& e) {
    EXPECT_NE(std::string(e.what()).find("model.safetensors"), std::string::npos);
    EXPECT_NE(std::string(e.what()).find("flow_chanels"), std::string::npos);
  }
}

TEST(HarmonicFlowConfig, RejectsSizesThatCannotBe) {
  const auto rejects = [](const char* key, const nlohmann::json& value) {
    nlohmann::json json = to_json(HarmonicFlowConfig{});
    json[key] = value;
    EXPECT_THROW((void)harmonic_flow_config_from_json(json, "test"), Error) << key;
  };
  rejects("prior_channels", 0);
  rejects("prior_channels", 1000000);
  rejects("prior_blocks", 3);  // six lookaheads for three blocks
  rejects("block_lookahead_frames", {9, 0, 0, 0, 0, 0});
  rejects("bands", {{{"groups", 4000}, {"width", 8}}});
  rejects("flow_channels", "many");
  rejects("prior_hidden", -16);
  rejects("flow_hidden", 48 * 8 + 1);
  rejects("heads_rank", 257);
  rejects("condition_rank", -1);
  rejects("architecture", "wavenet");
}

}  // namespace
}  // namespace driftwave
