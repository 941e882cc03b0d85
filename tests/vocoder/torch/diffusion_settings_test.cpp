#include "vocoder/torch/diffusion_settings.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/core/error.h"
#include "engine/diffusion/schedule.h"
#include "vocoder/diffwave/config.h"
#include "vocoder/wavegrad/config.h"

namespace driftwave {
namespace {

TEST(SamplingPath, TakesTheModelsOwnScheduleByDefault) {
  const DiffusionSettings settings = diffwave_base().diffusion;
  const auto path = sampling_path(settings, NetworkTime::kTrainingStep, {});
  ASSERT_EQ(path.size(), 7U);
  // The last of the fast steps lies between the training's steps 42 and 43 (where alpha_bar is 0.376).
  const std::vector<double> bar = alpha_bars(settings.training_betas);
  const auto low = static_cast<std::size_t>(path[0].time);
  EXPECT_GE(bar[low], path[0].signal * path[0].signal);
  EXPECT_LE(bar[low + 1], path[0].signal * path[0].signal);
}

TEST(SamplingPath, TakesAnyNumberOfSteps) {
  const DiffusionSettings settings = diffwave_base().diffusion;
  for (const int steps : {1, 2, 9, 50}) {
    const auto path = sampling_path(settings, NetworkTime::kTrainingStep, {.steps = steps, .schedule = {}});
    ASSERT_EQ(path.size(), static_cast<std::size_t>(steps) + 1);
    EXPECT_NEAR(path[0].time, 49, 1e-6);
  }
  EXPECT_THROW((void)sampling_path(settings, NetworkTime::kTrainingStep, {.steps = 0, .schedule = {}}),
               Error);
  EXPECT_THROW((void)sampling_path(settings, NetworkTime::kTrainingStep, {.steps = 51, .schedule = {}}),
               Error);
}

TEST(SamplingPath, TakesNamedSchedulesAndTellsWaveGradTheLevel) {
  const DiffusionSettings settings = wavegrad_base().diffusion;
  const auto path =
      sampling_path(settings, NetworkTime::kNoiseLevel, {.steps = -1, .schedule = "wavegrad-25"});
  ASSERT_EQ(path.size(), 26U);
  EXPECT_NEAR(path[0].time, path[0].signal, 1e-12);
  EXPECT_THROW(
      (void)sampling_path(settings, NetworkTime::kNoiseLevel, {.steps = 6, .schedule = "wavegrad-25"}),
      Error);
  EXPECT_THROW((void)sampling_path(settings, NetworkTime::kNoiseLevel, {.steps = -1, .schedule = "nonesuch"}),
               Error);
}

TEST(ClassicConfigs, ComeBackFromJson) {
  DiffWaveConfig diffwave = diffwave_large();
  diffwave.unconditional = true;
  EXPECT_EQ(to_json(diffwave_config_from_json(to_json(diffwave), "test")), to_json(diffwave));
  WaveGradConfig wavegrad = wavegrad_base();
  wavegrad.up_channels[2] = 8;
  EXPECT_EQ(to_json(wavegrad_config_from_json(to_json(wavegrad), "test")), to_json(wavegrad));
}

TEST(ClassicConfigs, NameTheKeyAtFault) {
  const auto message = [](auto read, nlohmann::json json, const char* key, const nlohmann::json& value) {
    json[key] = value;
    try {
      (void)read(json, "a.safetensors");
    } catch (const Error& e) {
      return std::string(e.what());
    }
    return std::string("accepted");
  };
  const auto diffwave = [&](const char* key, const nlohmann::json& value) {
    return message(diffwave_config_from_json, to_json(diffwave_base()), key, value);
  };
  EXPECT_NE(diffwave("residual_layers", 0).find("residual_layers"), std::string::npos);
  EXPECT_NE(diffwave("training_betas", nlohmann::json::array({0.1, 2})).find("step 1"), std::string::npos);
  EXPECT_NE(diffwave("training_betas", "many").find("training_betas"), std::string::npos);
  EXPECT_NE(diffwave("extra", 1).find("extra"), std::string::npos);
  const auto wavegrad = [&](const char* key, const nlohmann::json& value) {
    return message(wavegrad_config_from_json, to_json(wavegrad_base()), key, value);
  };
  EXPECT_NE(wavegrad("down_channels", nlohmann::json::array({3, 4, 4, 4, 4})).find("even"),
            std::string::npos);
  EXPECT_NE(wavegrad("up_channels", nlohmann::json::array({3})).find("up_channels"), std::string::npos);
}

}  // namespace
}  // namespace driftwave
