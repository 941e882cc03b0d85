#include "vocoder/training/losses.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <array>

#include "engine/dsp/metrics.h"

namespace driftwave::training {
namespace {

TEST(MultiResolutionStftLoss, IsNothingForEqualSignalsAndGrowsWithNoise) {
  torch::manual_seed(5);
  const at::Tensor audio = torch::randn({2, 20000}) * 0.1;
  const auto loss = [&](double level) {
    return multi_resolution_stft_loss(audio + level * torch::randn_like(audio), audio, {}).item<double>();
  };
  EXPECT_NEAR(multi_resolution_stft_loss(audio, audio, {}).item<double>(), 0.0, 1e-6);
  EXPECT_LT(loss(0.001), loss(0.01));
  EXPECT_LT(loss(0.01), loss(0.1));
}

TEST(MultiResolutionStftLoss, OfATwiceAsLoudSignalIsOnePlusLogTwo) {
  torch::manual_seed(6);
  const at::Tensor audio = torch::randn({1, 20000});
  EXPECT_NEAR(multi_resolution_stft_loss(2 * audio, audio, {}).item<double>(), 1.0 + std::log(2.0), 1e-3);
}

TEST(MultiResolutionStftLoss, WeighsLowFrequenciesMoreWithACorner) {
  const auto loss_of_error_at = [](double hz, double corner) {
    torch::manual_seed(7);
    const at::Tensor audio = torch::randn({1, 22050}) * 0.01;
    const at::Tensor t = torch::arange(22050) / 44100.0;
    return multi_resolution_stft_loss(audio + 0.05 * torch::sin(6.2831853 * hz * t), audio,
                                      {.n_ffts = {1024}, .corner_hz = corner})
        .item<double>();
  };
  const double flat = loss_of_error_at(500, 0) / loss_of_error_at(15000, 0);
  const double weighted = loss_of_error_at(500, 2000) / loss_of_error_at(15000, 2000);
  EXPECT_GT(weighted, flat);
}

TEST(SpectralEnergyScore, PrefersNoiseOfTheRightLevelToSilenceAndToHalfOfIt) {
  torch::manual_seed(6);
  const at::Tensor target = 0.1 * torch::randn({2, 16384});
  const at::Tensor a = 0.1 * torch::randn({2, 16384});
  const at::Tensor b = 0.1 * torch::randn({2, 16384});
  const StftLossOptions options{.n_ffts = {512, 1024}, .corner_hz = 4000.0};
  const auto score = [&](double gain) {
    const std::array draws = {gain * a, gain * b};
    return spectral_energy_score(draws, target, options, 0).score.item<double>();
  };
  for (const double gain : {0.0, 0.5, 2.0}) EXPECT_GT(score(gain), score(1.0) + 0.01) << gain;
}

}  // namespace
}  // namespace driftwave::training
