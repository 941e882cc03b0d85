#include "vocoder/training/augmentation.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "engine/core/error.h"
#include "vocoder/training/ablation.h"

namespace driftwave::training {
namespace {

double power_between(const at::Tensor& audio, double low_hz, double high_hz, double rate_hz) {
  const at::Tensor power = torch::fft_rfft(audio).abs().square();
  const auto bin = [&](double hz) {
    return static_cast<std::int64_t>(hz / rate_hz * 2.0 * static_cast<double>(power.size(0) - 1));
  };
  return power.slice(0, bin(low_hz), bin(high_hz)).mean().item<double>();
}

TEST(BandLimited, KeepsWhatLiesBelowAndRemovesWhatLiesAbove) {
  torch::manual_seed(1);
  const at::Tensor noise = torch::randn({2, 16384});
  const at::Tensor limited = band_limited(noise, torch::tensor({5000.0F, 22050.0F}), 44100);
  const at::Tensor low = limited[0];
  EXPECT_NEAR(power_between(low, 100, 4900, 44100) / power_between(noise[0], 100, 4900, 44100), 1.0, 1e-3);
  EXPECT_LT(power_between(low, 5700, 22000, 44100), 1e-6 * power_between(noise[0], 5700, 22000, 44100));
  EXPECT_TRUE(torch::equal(limited[1], noise[1]));
}

TEST(SmoothedMel, LosesARippleAndKeepsTheEnvelope) {
  const at::Tensor band = torch::arange(40, at::kFloat);
  const at::Tensor envelope = (-0.1 * band).view({1, 1, 40});
  const at::Tensor ripple = torch::cos(2 * M_PI * band / 2.5).view({1, 1, 40});
  const at::Tensor smooth = smoothed_mel(envelope + ripple);
  ASSERT_EQ(smooth.sizes(), envelope.sizes());
  EXPECT_LT((smooth - envelope).slice(2, 3, -3).abs().max().item<double>(), 0.05);
}

TEST(Ablation, KnowsItsPartsByName) {
  EXPECT_TRUE(make_ablation({}).is_whole());
  const Ablation ablation = make_ablation({"source", "whitening"});
  EXPECT_FALSE(ablation.source);
  EXPECT_TRUE(ablation.phase_reference);
  EXPECT_FALSE(ablation.whitening);
  EXPECT_THROW((void)make_ablation({"everything"}), Error);
}

}  // namespace
}  // namespace driftwave::training
