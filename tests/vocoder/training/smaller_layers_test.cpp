#include "vocoder/training/smaller_layers.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "engine/core/error.h"

namespace driftwave::training {
namespace {

constexpr std::int64_t kIn = 12;
constexpr std::int64_t kHidden = 24;
constexpr std::int64_t kOut = 10;

FeedForward random_layer() {
  torch::manual_seed(3);
  return {torch::randn({kHidden, kIn}), torch::randn({kHidden}), torch::randn({kOut, kHidden}),
          torch::randn({kOut}), torch::rand({kOut}) + 0.5};
}

at::Tensor hidden_units(const FeedForward& layer, const at::Tensor& x) {
  return torch::gelu(torch::linear(x, layer.widen_weight, layer.widen_bias), "tanh");
}

at::Tensor run(const FeedForward& layer, const at::Tensor& x) {
  return layer.gamma * torch::linear(hidden_units(layer, x), layer.narrow_weight, layer.narrow_bias);
}

InputStatistics measured(const at::Tensor& rows) {
  InputMoments moments;
  moments.add(rows.slice(0, 0, 100));
  moments.add(rows.slice(0, 100));
  return moments.statistics();
}

double relative_error(const at::Tensor& got, const at::Tensor& want) {
  return ((got - want).norm() / want.norm()).item<double>();
}

TEST(InputMoments, AreMeanAndCovarianceOfAllRows) {
  const at::Tensor rows = torch::randn({300, 5}) * 2.0 + 7.0;
  const InputStatistics s = measured(rows.view({10, 30, 5}).reshape({300, 5}));
  EXPECT_LT(relative_error(s.mean, rows.mean(0).to(at::kDouble)), 1e-5);
  const at::Tensor centred = (rows - rows.mean(0)).to(at::kDouble);
  EXPECT_LT(relative_error(s.covariance, centred.t().mm(centred) / 300.0), 1e-3);
  EXPECT_THROW((void)InputMoments().statistics(), Error);
}

TEST(DropUnits, ChangesNothingWhenAllAreKept) {
  const FeedForward layer = random_layer();
  const FeedForward same =
      drop_units(layer, measured(hidden_units(layer, torch::randn({500, kIn}))), kHidden);
  EXPECT_TRUE(torch::equal(same.widen_weight, layer.widen_weight));
  EXPECT_TRUE(torch::equal(same.narrow_weight, layer.narrow_weight));
  EXPECT_LT(relative_error(same.narrow_bias, layer.narrow_bias), 1e-5);
}

TEST(DropUnits, FindsTheUnitThatAnotherCanReplace) {
  FeedForward layer = random_layer();
  layer.widen_weight[5].copy_(layer.widen_weight[17]);
  layer.widen_bias[5].copy_(layer.widen_bias[17]);
  layer.narrow_weight.select(1, 5).mul_(20.0);
  const at::Tensor x = torch::randn({2000, kIn});
  const FeedForward smaller = drop_units(layer, measured(hidden_units(layer, x)), kHidden - 1);
  EXPECT_EQ(smaller.widen_weight.size(0), kHidden - 1);
  EXPECT_LT(relative_error(run(smaller, x), run(layer, x)), 0.01);
}

TEST(DropUnits, LosesLessWhenItHasSeenWhatTheUnitsDo) {
  const FeedForward layer = random_layer();
  const at::Tensor x = torch::randn({2000, kIn});
  const at::Tensor want = run(layer, x);
  const auto error = [&](const InputStatistics& s) {
    return relative_error(run(drop_units(layer, s, kHidden / 2), x), want);
  };
  EXPECT_LT(error(measured(hidden_units(layer, x))), 0.7 * error(independent_units(layer)));
}

TEST(DropUnits, DropsTheSmallestProductOfNormsWithoutData) {
  FeedForward layer = random_layer();
  layer.widen_weight[4].mul_(0.01);
  layer.narrow_weight.select(1, 9).mul_(0.01);
  const FeedForward smaller = drop_units(layer, independent_units(layer), kHidden - 2);
  at::Tensor kept = torch::arange(kHidden);
  kept = kept.masked_select(kept.ne(4).logical_and(kept.ne(9)));
  EXPECT_TRUE(torch::equal(smaller.widen_weight, layer.widen_weight.index_select(0, kept)));
  EXPECT_TRUE(torch::equal(smaller.narrow_weight, layer.narrow_weight.index_select(1, kept)));
  EXPECT_TRUE(torch::equal(smaller.narrow_bias, layer.narrow_bias));
}

TEST(DropUnits, RefusesToKeepNoneOrMoreThanThereAre) {
  const FeedForward layer = random_layer();
  EXPECT_THROW((void)drop_units(layer, independent_units(layer), 0), Error);
  EXPECT_THROW((void)drop_units(layer, independent_units(layer), kHidden + 1), Error);
}

TEST(LowRankFactors, AtFullRankAreTheMatrix) {
  const FeedForward layer = random_layer();
  const at::Tensor x = torch::randn({500, kIn}) + 3.0;
  for (const InputStatistics& s : {unit_inputs(kIn), measured(x)}) {
    const LowRankFactors f = low_rank_factors(layer.widen_weight, layer.widen_bias, s, kIn);
    EXPECT_LT(relative_error(f.b.mm(f.a), layer.widen_weight), 1e-5);
    EXPECT_LT(relative_error(f.bias, layer.widen_bias), 1e-4);
  }
}

TEST(LowRankFactors, KeepWhatTheInputsUse) {
  torch::manual_seed(4);
  const at::Tensor weight = torch::randn({40, kIn});
  const at::Tensor bias = torch::randn({40});
  const at::Tensor x = torch::randn({2000, 4}).mm(torch::randn({4, kIn})) + torch::randn({kIn});
  const at::Tensor want = torch::linear(x, weight, bias);
  const auto error = [&](const InputStatistics& s) {
    const LowRankFactors f = low_rank_factors(weight, bias, s, 4);
    return relative_error(torch::linear(torch::linear(x, f.a), f.b, f.bias), want);
  };
  EXPECT_LT(error(measured(x)), 0.01);
  EXPECT_GT(error(unit_inputs(kIn)), 0.1);
}

TEST(LowRankFactors, RefuseRanksThatCannotBe) {
  const FeedForward layer = random_layer();
  for (const std::int64_t rank : {std::int64_t{0}, kIn + 1})
    EXPECT_THROW((void)low_rank_factors(layer.widen_weight, layer.widen_bias, unit_inputs(kIn), rank), Error);
}

}  // namespace
}  // namespace driftwave::training
