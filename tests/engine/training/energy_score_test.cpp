#include "engine/training/energy_score.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <array>
#include <cmath>

#include "engine/core/error.h"

namespace driftwave::training {
namespace {

at::Tensor image(std::initializer_list<double> values, std::int64_t rows, std::int64_t columns) {
  return torch::tensor(at::ArrayRef<double>(values), at::kFloat).view({1, rows, columns});
}

double score_of(const at::Tensor& a, const at::Tensor& b, const at::Tensor& target,
                const PatchOptions& options) {
  const std::array draws = {a, b};
  return energy_score(draws, target, options).score.item<double>();
}

TEST(PatchDistance, IsTheMeanOfRootMeanSquaresOfPatches) {
  const at::Tensor difference = image({3, 4, 0, 0, 0, 0, 6, 8}, 2, 4);
  // Patches of 1 x 2: roots of 12.5, 0, 0 and 50.
  EXPECT_NEAR(patch_distance(difference, {.sizes = {{1, 2}}}).item<double>(),
              (std::sqrt(12.5) + std::sqrt(50.0)) / 4, 1e-3);
  // One patch of all.
  EXPECT_NEAR(patch_distance(difference, {.sizes = {{2, 4}}}).item<double>(), std::sqrt(125.0 / 8), 1e-4);
  // The mean of both sizes.
  EXPECT_NEAR(patch_distance(difference, {.sizes = {{1, 2}, {2, 4}}}).item<double>(),
              0.5 * ((std::sqrt(12.5) + std::sqrt(50.0)) / 4 + std::sqrt(125.0 / 8)), 1e-3);
}

TEST(PatchDistance, LeavesOutWhatIsMasked) {
  const at::Tensor difference = image({1, 1, 100, 1, 1, 100}, 2, 3);
  const at::Tensor mask = image({1, 1, 0, 1, 1, 0}, 2, 3);
  for (const PatchSize size : {PatchSize{1, 1}, PatchSize{1, 3}, PatchSize{2, 3}})
    EXPECT_NEAR(patch_distance(difference, {.sizes = {size}, .mask = mask}).item<double>(), 1.0, 1e-3)
        << size.rows << " x " << size.columns;
  const at::Tensor rows = image({1, 0}, 2, 1);
  EXPECT_NEAR(patch_distance(image({2, 2, 9, 9}, 2, 2), {.sizes = {{1, 2}}, .mask = rows}).item<double>(),
              2.0, 1e-3);
}

TEST(PatchDistance, WeighsColumns) {
  const at::Tensor weight = torch::tensor({4.0F, 0.0F});
  EXPECT_NEAR(
      patch_distance(image({3, 7}, 1, 2), {.sizes = {{1, 1}}, .column_weight = weight}).item<double>(), 3.0,
      1e-3);
}

TEST(EnergyScore, OfTwoDrawsHasItsClosedForm) {
  const PatchOptions cells{.sizes = {{1, 1}}};
  // (|1 - 4| + |6 - 4|) / 2 - |1 - 6| / 2
  EXPECT_NEAR(score_of(image({1}, 1, 1), image({6}, 1, 1), image({4}, 1, 1), cells), 0.0, 1e-3);
  // (|1 - 0| + |3 - 0|) / 2 - |1 - 3| / 2
  EXPECT_NEAR(score_of(image({1}, 1, 1), image({3}, 1, 1), image({0}, 1, 1), cells), 1.0, 1e-3);
}

TEST(EnergyScore, OfMoreDrawsTakesThePairsMean) {
  const std::array draws = {image({0}, 1, 1), image({2}, 1, 1), image({6}, 1, 1)};
  const EnergyScore score = energy_score(draws, image({1}, 1, 1), {.sizes = {{1, 1}}});
  EXPECT_NEAR(score.error.item<double>(), (1.0 + 1.0 + 5.0) / 3, 1e-3);
  EXPECT_NEAR(score.spread.item<double>(), (2.0 + 6.0 + 4.0) / 3, 1e-3);
  EXPECT_NEAR(score.score.item<double>(), 7.0 / 3 - 2.0, 1e-3);
}

/// Targets are standard normal: of all deviations the true one has the least score, in every size of patch.
TEST(EnergyScore, IsLeastForTheTrueDistribution) {
  torch::manual_seed(1);
  const std::vector<std::int64_t> shape{16, 64, 64};
  const at::Tensor target = torch::randn(shape);
  const at::Tensor a = torch::randn(shape);
  const at::Tensor b = torch::randn(shape);
  for (const PatchSize size : {PatchSize{1, 1}, PatchSize{2, 4}, PatchSize{8, 16}}) {
    const PatchOptions options{.sizes = {size}};
    const double right = score_of(a, b, target, options);
    for (const double deviation : {0.0, 0.7, 1.4})
      EXPECT_GT(score_of(deviation * a, deviation * b, target, options), right) << deviation;
    EXPECT_GT(score_of(a + 0.5, b + 0.5, target, options), right);
  }
}

/// A distance to the mean would take the draws without any spread: that is what this loss is for.
TEST(EnergyScore, PrefersSpreadWhereDistanceAlonePrefersTheMean) {
  torch::manual_seed(2);
  const at::Tensor target = torch::randn({16, 64, 64});
  const std::array sharp = {torch::randn({16, 64, 64}), torch::randn({16, 64, 64})};
  const std::array dull = {0.1 * sharp[0], 0.1 * sharp[1]};
  const EnergyScore right = energy_score(sharp, target, {.sizes = {{2, 4}}});
  const EnergyScore mean = energy_score(dull, target, {.sizes = {{2, 4}}});
  EXPECT_LT(mean.error.item<double>(), right.error.item<double>());
  EXPECT_GT(mean.score.item<double>(), right.score.item<double>());
  EXPECT_NEAR(right.spread.item<double>(), right.error.item<double>(), 0.01);
}

/// Patches larger than a cell see what cells do not: whether neighbours move together.
TEST(EnergyScore, OfPatchesTellsDependenceBetweenCells) {
  torch::manual_seed(3);
  const auto stripes = [] { return torch::randn({16, 64, 1}).expand({16, 64, 64}); };
  const at::Tensor target = stripes();
  const auto gap = [&](PatchSize size) {
    const PatchOptions options{.sizes = {size}};
    return score_of(torch::randn({16, 64, 64}), torch::randn({16, 64, 64}), target, options) -
           score_of(stripes(), stripes(), target, options);
  };
  EXPECT_NEAR(gap({1, 1}), 0.0, 0.06);
  EXPECT_GT(gap({1, 16}), 0.1);
}

TEST(EnergyScore, HasTheGradientThatDifferencesHave) {
  torch::manual_seed(4);
  const PatchOptions options{.sizes = {{1, 1}, {2, 2}}, .mask = image({1, 1, 0, 1, 1, 1}, 2, 3)};
  const at::Tensor target = torch::randn({1, 2, 3});
  const at::Tensor b = torch::randn({1, 2, 3});
  const at::Tensor a = torch::randn({1, 2, 3}).requires_grad_();
  const std::array draws = {a, b};
  energy_score(draws, target, options).score.backward();
  constexpr double kStep = 1e-3;
  for (std::int64_t i = 0; i < a.numel(); ++i) {
    const auto at_step = [&](double step) {
      at::Tensor moved = a.detach().clone();
      moved.view(-1)[i] += step;
      return score_of(moved, b, target, options);
    };
    EXPECT_NEAR(a.grad().view(-1)[i].item<double>(), (at_step(kStep) - at_step(-kStep)) / (2 * kStep), 2e-3)
        << i;
  }
}

TEST(EnergyScore, MovesItsTiling) {
  const at::Tensor a = image({0, 1, 1, 0, 0, 1}, 1, 6);
  const at::Tensor zero = torch::zeros({1, 1, 6});
  // Tiles of 4 of 6 columns: 0..3, or from column 1: 1..4.
  EXPECT_NEAR(patch_distance(a - zero, {.sizes = {{1, 4}}, .shift = 0}).item<double>(), std::sqrt(0.5), 1e-4);
  EXPECT_NEAR(patch_distance(a - zero, {.sizes = {{1, 4}}, .shift = 2}).item<double>(), std::sqrt(0.5), 1e-4);
  EXPECT_NEAR(patch_distance(image({1, 0, 0, 0, 0, 1}, 1, 6), {.sizes = {{1, 4}}, .shift = 1}).item<double>(),
              0.0, 1e-3);
}

TEST(EnergyScore, WantsTwoDrawsAndASize) {
  const std::array one = {torch::zeros({1, 2, 2})};
  EXPECT_THROW((void)energy_score(one, torch::zeros({1, 2, 2}), {}), Error);
  EXPECT_THROW((void)patch_distance(torch::zeros({1, 2, 2}), {.sizes = {}}), Error);
  EXPECT_THROW((void)weighted_sum({}, {}), Error);
}

}  // namespace
}  // namespace driftwave::training
