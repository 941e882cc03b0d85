#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <span>

#include "engine/core/error.h"
#include "engine/dsp/mel.h"
#include "engine/dsp/mel_json.h"
#include "tests/engine/dsp/signals.h"
#include "tests/vocoder/torch/formula.h"
#include "tests/vocoder/torch/reference_numbers.h"

namespace driftwave {
namespace {

MelSettings diffwave_like() {
  return {.sample_rate_hz = 22050,
          .n_fft = 1024,
          .hop_samples = 256,
          .mels = 80,
          .low_hz = 20.0,
          .high_hz = 11025.0,
          .floor = 1e-5,
          .scale = MelScale::kUnitDecibels};
}

MelSettings wavegrad_like() {
  MelSettings s = diffwave_like();
  s.n_fft = 2048;
  s.hop_samples = 300;
  s.mels = 128;
  s.window_samples = 1200;
  return s;
}

void expect_reference(const Array2<float>& mel, std::span<const double> want) {
  const double last = static_cast<double>(mel.size() - 1);
  for (std::size_t i = 0; i < want.size(); ++i) {
    const auto place =
        static_cast<std::size_t>(last / static_cast<double>(want.size() - 1) * static_cast<double>(i) + 1e-9);
    EXPECT_NEAR(mel.values()[place], want[i], 1e-4) << i;
  }
}

TEST(UnitDecibelMel, IsWhatPublicDiffWaveAndWaveGradModelsExpect) {
  std::vector<float> audio;
  for (const double v : test::formula_values("audio", 22050))
    audio.push_back(static_cast<float>(0.3 * 0.8 * v));
  expect_reference(log_mel(audio, diffwave_like()), test::kDiffWaveMel);
  expect_reference(log_mel(audio, wavegrad_like()), test::kWaveGradMel);
}

TEST(UnitDecibelMel, RisesByASixteenthForEachDoublingAndStaysInItsRange) {
  std::vector<float> audio = test::white_noise(8192, 6, 0.05F);
  const Array2<float> quiet = log_mel(audio, diffwave_like());
  for (float& x : audio) x *= 2;
  const Array2<float> loud = log_mel(audio, diffwave_like());
  for (std::size_t i = 0; i < quiet.size(); ++i) {
    if (quiet.values()[i] < 0.2F) continue;
    EXPECT_NEAR(loud.values()[i] - quiet.values()[i], 0.2 * std::log10(2.0), 1e-4);
  }
  const Array2<float> silence = log_mel(std::vector<float>(3000, 0.0F), diffwave_like());
  for (const float x : silence.values()) EXPECT_EQ(x, 0.0F);
  const Array2<float> blast = log_mel(std::vector<float>(3000, 300.0F), diffwave_like());
  EXPECT_EQ(*std::ranges::max_element(blast.values()), 1.0F);
}

TEST(UnitDecibelMel, TakesSignalsShorterThanAWindow) {
  for (const std::size_t length : {0, 1, 2, 300}) {
    const Array2<float> mel = log_mel(std::vector<float>(length, 0.1F), wavegrad_like());
    EXPECT_EQ(mel.rows(), length / 300 + 1);
    for (const float x : mel.values()) EXPECT_TRUE(x >= 0 && x <= 1);
  }
}

TEST(UnitDecibelMelSettings, ComeBackFromJsonAndDescribeThemselves) {
  EXPECT_EQ(mel_settings_from_json(to_json(wavegrad_like()), "test"), wavegrad_like());
  EXPECT_NE(describe(wavegrad_like()).find("window 1200, decibels in 0..1"), std::string::npos);
  EXPECT_FALSE(to_json(MelSettings{}).contains("scale"));
  nlohmann::json json = to_json(diffwave_like());
  json["scale"] = "log10";
  EXPECT_THROW((void)mel_settings_from_json(json, "test"), Error);
  MelSettings wrong;
  wrong.window_samples = 1024;
  EXPECT_THROW(validate(wrong), Error);
}

}  // namespace
}  // namespace driftwave
