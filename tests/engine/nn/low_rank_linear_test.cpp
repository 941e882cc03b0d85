#include "engine/nn/low_rank_linear.h"

#include "tests/engine/nn/reference.h"

namespace driftwave {
namespace {

constexpr std::size_t kIn = 48;
constexpr std::size_t kOut = 70;
constexpr std::size_t kFrames = 300;

TEST(LowRankLinear, IsTheProductOfItsFactors) {
  const RandomWeights weights;
  for (const std::size_t rank : {1U, 16U, 48U}) {
    const LowRankLinear layer(weights, "fc", {.in = kIn, .out = kOut, .rank = rank});
    const auto x = random_values("x", kFrames * kIn);
    std::vector<float> y(kFrames * kOut);
    layer(x, y);
    const Doubles between =
        linear_reference(doubles(x), doubles(weights.flat("fc.weight_a", rank * kIn)), {}, kIn);
    const Doubles want = linear_reference(between, doubles(weights.flat("fc.weight_b", kOut * rank)),
                                          doubles(weights.flat("fc.bias", kOut)), rank);
    EXPECT_LT(relative_error(y, want), 2e-6) << rank;
  }
}

TEST(LowRankLinear, IsOneMatrixWithoutARank) {
  const RandomWeights weights;
  const auto x = random_values("x", kFrames * kIn);
  std::vector<float> y(kFrames * kOut);
  std::vector<float> want(y.size());
  LowRankLinear(weights, "fc", {.in = kIn, .out = kOut})(x, y);
  Linear(weights, "fc", {.in = kIn, .out = kOut})(x, want);
  EXPECT_EQ(y, want);
}

TEST(LowRankLinear, GivesTheSameBitsInChunks) {
  const LowRankLinear layer(RandomWeights(), "fc", {.in = kIn, .out = kOut, .rank = 40});
  const auto x = random_values("x", kFrames * kIn);
  std::vector<float> whole(kFrames * kOut);
  layer(x, whole);
  std::vector<float> pieces(whole.size());
  for (std::size_t f = 0; f < kFrames; f += 7) {
    const std::size_t count = std::min<std::size_t>(7, kFrames - f);
    layer(std::span(x).subspan(f * kIn, count * kIn), std::span(pieces).subspan(f * kOut, count * kOut));
  }
  EXPECT_EQ(pieces, whole);
}

TEST(LowRankLinear, RefusesRanksThatDoNotFitTheStack) {
  EXPECT_THROW(LowRankLinear(RandomWeights(), "fc", {.in = 2, .out = 2, .rank = 4097}), Error);
  EXPECT_THROW(LowRankLinear(RandomWeights(), "missing", {.in = 2, .out = 2, .rank = 1}), Error);
}

}  // namespace
}  // namespace driftwave
