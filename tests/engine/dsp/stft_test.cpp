#include "engine/dsp/stft.h"

#include <gtest/gtest.h>

#include "engine/core/error.h"
#include "tests/engine/dsp/signals.h"

namespace driftwave {
namespace {

class StftRoundTrip : public testing::TestWithParam<std::pair<int, int>> {};

TEST_P(StftRoundTrip, IsBelowMinus100Db) {
  const auto [n_fft, hop] = GetParam();
  Stft stft({.n_fft = n_fft, .hop_samples = hop});
  const std::vector<float> audio = test::white_noise(10007, 3);
  const std::vector<float> back = stft.inverse(stft.forward(audio), audio.size());
  ASSERT_EQ(back.size(), audio.size());
  double error = 0;
  double energy = 0;
  for (std::size_t i = 0; i < audio.size(); ++i) {
    error += std::pow(static_cast<double>(back[i]) - audio[i], 2);
    energy += std::pow(static_cast<double>(audio[i]), 2);
  }
  EXPECT_LT(10 * std::log10(error / energy), -100.0);
}

INSTANTIATE_TEST_SUITE_P(Sizes, StftRoundTrip,
                         testing::Values(std::pair{2048, 512}, std::pair{1024, 256}, std::pair{512, 128}));

TEST(Stft, HasAFrameForEachHopAndOneMore) {
  Stft stft({.n_fft = 1024, .hop_samples = 256});
  EXPECT_EQ(stft.forward(std::vector<float>(1)).rows(), 1U);
  EXPECT_EQ(stft.forward(std::vector<float>(256)).rows(), 2U);
  EXPECT_EQ(stft.forward(std::vector<float>(1023)).rows(), 4U);
}

TEST(Stft, CentresFramesOnTheirHop) {
  Stft stft({.n_fft = 1024, .hop_samples = 256});
  std::vector<float> click(4096, 0.0F);
  click[2048] = 1.0F;
  const auto spectrum = stft.forward(click);
  // The periodic Hann window is 1 in its middle.
  EXPECT_NEAR(std::abs(spectrum(8, 0)), 1.0, 1e-5);
  EXPECT_NEAR(std::abs(spectrum(10, 0)), 0.0, 1e-5);
}

TEST(Stft, ShowsAToneAtItsBinWithHalfTheWindowsSum) {
  Stft stft({.n_fft = 2048, .hop_samples = 512});
  const double hz = 100 * 44100.0 / 2048;
  const auto spectrum = stft.forward(test::tone({.hz = hz, .amplitude = 0.5}, 8192));
  EXPECT_NEAR(std::abs(spectrum(8, 100)), 0.5 * 2048 / 4, 0.1);
}

TEST(Stft, RejectsAHopLongerThanHalfTheWindow) {
  EXPECT_THROW(Stft({.n_fft = 512, .hop_samples = 400}), Error);
  EXPECT_THROW(Stft({.n_fft = 512, .hop_samples = 0}), Error);
}

}  // namespace
}  // namespace driftwave
