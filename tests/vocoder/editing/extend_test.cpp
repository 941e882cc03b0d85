#include "vocoder/editing/extend.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/core/error.h"
#include "engine/dsp/stft.h"
#include "tests/vocoder/editing/shipped.h"

namespace driftwave {
namespace {

/// A rich voice that ends at `cutoff_hz`, as from a telephone.
std::vector<float> narrow_voice(double cutoff_hz, double seconds = 1.5) {
  const auto samples = static_cast<std::size_t>(seconds * test::kRate);
  std::vector<float> audio(samples);
  for (std::size_t t = 0; t < samples; ++t)
    for (int k = 1; 150.0 * k < cutoff_hz; ++k)
      audio[t] +=
          static_cast<float>(0.1 / k * std::cos(2 * M_PI * 150.0 * k * static_cast<double>(t) / test::kRate));
  return audio;
}

/// Mean power between two frequencies, in dB.
double band_db(std::span<const float> audio, double low_hz, double high_hz) {
  Stft stft({});
  const auto spectrum = stft.forward(audio);
  double sum = 0;
  for (std::size_t n = 4; n + 4 < spectrum.rows(); ++n)
    for (std::size_t k = 0; k < spectrum.cols(); ++k) {
      const double hz = static_cast<double>(k) * test::kRate / 2048;
      if (hz >= low_hz && hz < high_hz) sum += std::norm(spectrum(n, k));
    }
  return 10 * std::log10(sum / static_cast<double>(spectrum.rows()) + 1e-30);
}

TEST(EstimateBandwidth, FindsWhereARecordingEnds) {
  const MelSettings mel;
  for (const double cutoff_hz : {3400.0, 7000.0, 12000.0})
    EXPECT_NEAR(estimate_bandwidth_hz(narrow_voice(cutoff_hz), mel), cutoff_hz, 200) << cutoff_hz;
  EXPECT_NEAR(estimate_bandwidth_hz(test::white_noise(44100, 1), mel), 22050, 50);
  EXPECT_THROW((void)estimate_bandwidth_hz(std::vector<float>(44100), mel), Error);
}

TEST(Extend, AddsAnUpperBandAndKeepsTheLowerOne) {
  const std::vector<float> audio = narrow_voice(4000);
  const auto out = extend(test::vocoder(), test::completion(), audio, 4000, {.progress = {}});
  ASSERT_EQ(out.size(), audio.size());
  EXPECT_LT(band_db(audio, 4500, 8000), band_db(audio, 0, 4000) - 60);
  EXPECT_GT(band_db(out, 4500, 8000), band_db(out, 0, 4000) - 45);
  // Below the transition nothing but the ends' windows has changed.
  std::vector<float> difference(audio.size());
  for (std::size_t t = 0; t < audio.size(); ++t) difference[t] = out[t] - audio[t];
  EXPECT_LT(band_db(difference, 0, 3500), band_db(audio, 0, 3500) - 60);
}

TEST(Extend, RepeatsWithTheSeedAndStopsWhenProgressSaysSo) {
  const std::vector<float> audio = narrow_voice(4000, 0.4);
  const auto run = [&](std::uint64_t seed) {
    return extend(test::vocoder(), test::completion(), audio, 4000, {.seed = seed, .progress = {}});
  };
  EXPECT_EQ(run(1), run(1));
  EXPECT_NE(run(1), run(2));
  EXPECT_TRUE(
      extend(test::vocoder(), test::completion(), audio, 4000, {.progress = [](double) { return false; }})
          .empty());
}

TEST(Extend, RefusesACutoffWithNothingAboveOrBelow) {
  const std::vector<float> audio = narrow_voice(4000, 0.2);
  for (const double cutoff_hz : {500.0, 21000.0, std::nan("")})
    EXPECT_THROW((void)extend(test::vocoder(), test::completion(), audio, cutoff_hz, {.progress = {}}),
                 Error);
}

}  // namespace
}  // namespace driftwave
