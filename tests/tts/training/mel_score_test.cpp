#include "tts/training/mel_score.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <array>
#include <cmath>
#include <numbers>

namespace driftwave {
namespace {

constexpr double kFramesPerSecond = 86.0;

TEST(MelEnergyScore, IsLeastForTheTrueSpread) {
  torch::manual_seed(1);
  const at::Tensor target = torch::randn({400, 40});
  const at::Tensor a = torch::randn({400, 40});
  const at::Tensor b = torch::randn({400, 40});
  const auto score = [&](double deviation) {
    const std::array draws = {deviation * a, deviation * b};
    return mel_energy_score(draws, target, {}, 0).score.item<double>();
  };
  for (const double deviation : {0.3, 0.7, 1.4}) EXPECT_GT(score(deviation), score(1.0)) << deviation;
}

/// Cells of the right spread in the wrong order: only the differences tell.
TEST(MelEnergyScore, HearsWhetherFramesFollowEachOther) {
  torch::manual_seed(2);
  const auto slow = [] { return torch::randn({40, 40}).repeat_interleave(10, 0); };
  const at::Tensor target = slow();
  const std::array smooth = {slow(), slow()};
  const std::array rough = {torch::randn({400, 40}), torch::randn({400, 40})};
  EXPECT_GT(mel_energy_score(rough, target, {}, 0).score.item<double>(),
            mel_energy_score(smooth, target, {}, 0).score.item<double>() + 0.1);
}

TEST(MelEnergyScore, DoesNotLookAboveTheBandwidth) {
  torch::manual_seed(3);
  const at::Tensor target = torch::randn({50, 20});
  const std::array draws = {torch::randn({50, 20}), torch::randn({50, 20})};
  at::Tensor mask = torch::ones({50, 20});
  mask.slice(1, 12).zero_();
  at::Tensor other = target.clone();
  other.slice(1, 12).add_(50.0);
  EXPECT_FLOAT_EQ(mel_energy_score(draws, target, mask, 0).score.item<float>(),
                  mel_energy_score(draws, other, mask, 0).score.item<float>());
  EXPECT_GT(mel_energy_score(draws, other, {}, 0).score.item<float>(),
            mel_energy_score(draws, target, {}, 0).score.item<float>());
}

TEST(CurveEnergyScore, WeighsFramesByVoicing) {
  torch::manual_seed(4);
  const at::Tensor target = torch::randn({64});
  const std::array draws = {torch::randn({64}), torch::randn({64})};
  at::Tensor voicing = torch::ones({64});
  voicing.slice(0, 32).zero_();
  at::Tensor other = target.clone();
  other.slice(0, 32).add_(9.0);
  EXPECT_FLOAT_EQ(curve_energy_score(draws, target, voicing, 0).score.item<float>(),
                  curve_energy_score(draws, other, voicing, 0).score.item<float>());
}

TEST(MelLiveliness, IsOneForTheRecordingItselfAndScalesWithIt) {
  torch::manual_seed(5);
  const at::Tensor mel = torch::randn({200, 20});
  const MelLiveliness same = compare_liveliness(mel, mel, kFramesPerSecond);
  const MelLiveliness half = compare_liveliness(0.5 * mel, mel, kFramesPerSecond);
  for (const double value : {same.detail, same.change, same.modulation}) EXPECT_NEAR(value, 1.0, 1e-5);
  for (const double value : {half.detail, half.change, half.modulation}) EXPECT_NEAR(value, 0.5, 1e-5);
}

TEST(MelLiveliness, HearsModulationAtSyllabicRatesAlone) {
  const at::Tensor seconds = torch::arange(430) / kFramesPerSecond;
  const auto beating = [&](double hz) {
    return torch::sin(2 * std::numbers::pi * hz * seconds).unsqueeze(1).expand({430, 5});
  };
  const at::Tensor recorded = beating(8.0);
  EXPECT_NEAR(compare_liveliness(recorded + beating(35.0), recorded, kFramesPerSecond).modulation, 1.0, 0.02);
  EXPECT_GT(compare_liveliness(recorded + beating(12.0), recorded, kFramesPerSecond).modulation, 1.3);
}

}  // namespace
}  // namespace driftwave
