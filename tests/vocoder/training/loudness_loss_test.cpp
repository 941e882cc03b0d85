#include "vocoder/training/loudness_loss.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cmath>
#include <numbers>

namespace driftwave::training {
namespace {

constexpr int kRate = 44100;

at::Tensor tone(double hz, double amplitude) {
  const at::Tensor t = torch::arange(22050, at::kDouble) / kRate;
  return (amplitude * torch::sin(2 * std::numbers::pi * hz * t)).to(at::kFloat).unsqueeze(0);
}

double loss(const at::Tensor& test, const at::Tensor& reference) {
  return LoudnessLoss({.sample_rate_hz = kRate}, at::kCPU)(test, reference).item<double>();
}

TEST(LoudnessLoss, IsNothingBetweenEqualSignals) {
  EXPECT_LT(loss(tone(1000, 0.1), tone(1000, 0.1)), 1e-4);
}

TEST(LoudnessLoss, DoesNotHearPhase) {
  const at::Tensor a = tone(1000, 0.1);
  EXPECT_LT(loss(a.slice(1, 11), a.slice(1, 0, -11)), 1e-3);
}

TEST(LoudnessLoss, HearsNothingBelowTheThreshold) {
  EXPECT_LT(loss(tone(100, 1e-5), torch::zeros({1, 22050})), 1e-3);
  EXPECT_GT(loss(tone(1000, 1e-2), torch::zeros({1, 22050})), 0.1);
}

TEST(LoudnessLoss, AToneAddedCostsMoreThanTheSameToneLost) {
  const at::Tensor one = tone(1000, 0.1);
  const at::Tensor both = one + tone(3000, 0.01);
  EXPECT_GT(loss(both, one), 1.3 * loss(one, both));
}

TEST(LoudnessLoss, GrowsWithTheDifferenceInLevel) {
  const at::Tensor reference = tone(1000, 0.1);
  const double small = loss(tone(1000, 0.2), reference);
  const double large = loss(tone(1000, 0.4), reference);
  EXPECT_GT(small, 1e-4);
  EXPECT_GT(large, 1.5 * small);
}

TEST(LoudnessLoss, HasAFiniteGradientFromSilence) {
  at::Tensor silence = torch::zeros({1, 22050}).requires_grad_();
  const LoudnessLoss measure({.sample_rate_hz = kRate}, at::kCPU);
  measure(silence, tone(1000, 0.1)).backward();
  EXPECT_TRUE(silence.grad().isfinite().all().item<bool>());
}

}  // namespace
}  // namespace driftwave::training
