#include "engine/dsp/metrics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "engine/core/error.h"
#include "engine/core/noise.h"

namespace driftwave {
namespace {

std::vector<float> noise(std::uint64_t seed, float gain) {
  std::vector<float> audio(kMetricRateHz);
  gaussian_noise({.seed = seed, .purpose = NoisePurpose::kAugment}, 0, audio);
  for (float& sample : audio) sample *= gain;
  return audio;
}

TEST(SpectralDistances, AreZeroBetweenASignalAndItself) {
  const std::vector<float> audio = noise(1, 0.1F);
  const SpectralDistances same = spectral_distances(audio, audio);
  EXPECT_EQ(same.multi_stft, 0.0);
  EXPECT_EQ(same.log_spectral_db, 0.0);
  EXPECT_EQ(same.mel, 0.0);
}

TEST(SpectralDistances, OfADoubledSignalAreThoseOfTheFormula) {
  // |S - 2S| / |S| = 1 and |ln S - ln 2S| = ln 2 in every bin; 20 log10 2 = 6.02 dB.
  const SpectralDistances doubled = spectral_distances(noise(1, 0.1F), noise(1, 0.2F));
  EXPECT_NEAR(doubled.multi_stft, 1.0 + std::numbers::ln2, 1e-3);
  EXPECT_NEAR(doubled.log_spectral_db, 20.0 * std::log10(2.0), 1e-3);
  EXPECT_NEAR(doubled.mel, std::numbers::ln2, 1e-3);
}

TEST(SpectralDistances, GrowWithTheNoiseAdded) {
  const std::vector<float> clean = noise(1, 0.1F);
  SpectralDistances last;
  for (const float gain : {0.001F, 0.01F, 0.1F}) {
    std::vector<float> dirty = noise(2, gain);
    for (std::size_t i = 0; i < dirty.size(); ++i) dirty[i] += clean[i];
    const SpectralDistances now = spectral_distances(clean, dirty);
    EXPECT_GT(now.multi_stft, last.multi_stft);
    EXPECT_GT(now.log_spectral_db, last.log_spectral_db);
    EXPECT_GT(now.mel, last.mel);
    last = now;
  }
}

TEST(SpectralDistances, CompareTheCommonPartOfUnequalLengths) {
  std::vector<float> longer = noise(1, 0.1F);
  const std::vector<float> shorter(longer.begin(), longer.end() - 3000);
  const SpectralDistances cut = spectral_distances(longer, shorter);
  EXPECT_EQ(cut.multi_stft, 0.0);
}

TEST(SpectralDistances, AreFiniteForSilence) {
  const std::vector<float> silence(5000, 0.0F);
  const SpectralDistances distances = spectral_distances(silence, noise(1, 0.1F));
  EXPECT_TRUE(std::isfinite(distances.multi_stft));
  EXPECT_TRUE(std::isfinite(distances.log_spectral_db));
  EXPECT_TRUE(std::isfinite(distances.mel));
}

TEST(SpectralDistances, RejectNoSamples) {
  const std::vector<float> audio = noise(1, 0.1F);
  EXPECT_THROW((void)spectral_distances({}, audio), Error);
}

}  // namespace
}  // namespace driftwave
