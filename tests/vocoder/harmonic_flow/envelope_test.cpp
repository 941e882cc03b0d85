#include "vocoder/harmonic_flow/envelope.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace driftwave {
namespace {

TEST(MelEnvelope, OfAFlatMelIsFlat) {
  const MelSettings settings;
  const MelEnvelope envelope(settings);
  std::vector<float> out(settings.bins());
  envelope.magnitude(std::vector<float>(128, std::log(0.3F)), out);
  for (const float x : out) EXPECT_NEAR(x, 0.3F, 1e-5F);
}

TEST(MelEnvelope, WhitensNoiseOfAnySlope) {
  // Magnitudes that fall 60 dB from 0 to Nyquist, with the spread of noise: after division the mean square of
  // each quarter of the bins is the same within a decibel.
  const MelSettings settings;
  const Array2<float> bank = mel_filterbank(settings);
  const MelEnvelope envelope(settings);
  std::mt19937 generator(3);
  std::normal_distribution<float> normal;
  std::vector<double> energy(4, 0.0);
  for (int frame = 0; frame < 50; ++frame) {
    std::vector<float> magnitude(settings.bins());
    for (std::size_t k = 0; k < magnitude.size(); ++k)
      magnitude[k] = std::pow(10.0F, -3.0F * static_cast<float>(k) / 1024.0F) *
                     std::hypot(normal(generator), normal(generator));
    std::vector<float> mel(128);
    for (std::size_t m = 0; m < mel.size(); ++m) {
      float sum = 0;
      for (std::size_t k = 0; k < magnitude.size(); ++k) sum += bank(m, k) * magnitude[k];
      mel[m] = std::log(sum);
    }
    std::vector<float> out(settings.bins());
    envelope.magnitude(mel, out);
    for (std::size_t k = 0; k < 1024; ++k) energy[k / 256] += std::pow(magnitude[k] / out[k], 2);
  }
  for (std::size_t q = 1; q < 4; ++q) EXPECT_NEAR(10 * std::log10(energy[q] / energy[1]), 0.0, 1.0);
}

}  // namespace
}  // namespace driftwave
