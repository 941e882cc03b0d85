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
  rejects("architecture", "wavenet");
}

}  // namespace
}  // namespace driftwave
