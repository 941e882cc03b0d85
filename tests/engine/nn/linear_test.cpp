#include "engine/nn/linear.h"

#include "tests/engine/nn/reference.h"

namespace driftwave {
namespace {

struct Size {
  std::size_t frames;
  std::size_t in;
  std::size_t out;
};

class LinearSizes : public testing::TestWithParam<Size> {};

TEST_P(LinearSizes, MatchTheDefinition) {
  const auto [frames, in, out] = GetParam();
  const RandomWeights weights;
  const Linear linear(weights, "fc", {.in = in, .out = out});
  const auto x = random_values("x", frames * in);
  std::vector<float> y(frames * out);
  linear(x, y);
  const auto want = linear_reference(doubles(x), doubles(weights.flat("fc.weight", in * out)),
                                     doubles(weights.flat("fc.bias", out)), in);
  EXPECT_LT(relative_error(y, want), 1e-6);
}

TEST_P(LinearSizes, AddTheResidualAfterTheActivation) {
  const auto [frames, in, out] = GetParam();
  const RandomWeights weights;
  const Linear linear(weights, "fc", {.in = in, .out = out, .activation = Activation::kGeluTanh});
  const auto x = random_values("x", frames * in);
  auto y = random_values("residual", frames * out);
  auto want = linear_reference(doubles(x), doubles(weights.flat("fc.weight", in * out)),
                               doubles(weights.flat("fc.bias", out)), in);
  for (std::size_t i = 0; i < want.size(); ++i) want[i] = gelu_reference(want[i]) + y[i];
  linear.add(x, y, y);
  EXPECT_LT(relative_error(y, want), 1e-6);
}

TEST_P(LinearSizes, GiveTheSameBitsInChunks) {
  const auto [frames, in, out] = GetParam();
  const Linear linear(RandomWeights(), "fc", {.in = in, .out = out, .activation = Activation::kSilu});
  const auto x = random_values("x", frames * in);
  std::vector<float> whole(frames * out);
  linear(x, whole);
  for (const std::size_t chunk : {1U, 3U, 7U}) {
    std::vector<float> pieces(frames * out);
    for (std::size_t f = 0; f < frames; f += chunk) {
      const std::size_t count = std::min(chunk, frames - f);
      linear(std::span(x).subspan(f * in, count * in), std::span(pieces).subspan(f * out, count * out));
    }
    ASSERT_EQ(pieces, whole) << chunk;
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, LinearSizes,
                         testing::Values(Size{1, 1, 1}, Size{5, 3, 7}, Size{13, 48, 144}, Size{67, 144, 48},
                                         Size{130, 31, 65}, Size{15, 256, 100}, Size{0, 4, 4}));

TEST(Linear, WorksWithoutABias) {
  const std::vector<float> weight = {1.0F, 2.0F, 3.0F, 4.0F};
  const Linear linear(weight, {}, {.in = 2, .out = 2, .bias = false});
  const std::vector<float> x = {10.0F, 1.0F};
  std::vector<float> y(2);
  linear(x, y);
  EXPECT_EQ(y, (std::vector{12.0F, 34.0F}));
}

TEST(Linear, RefusesSizesThatDisagree) {
  const std::vector<float> values(6);
  EXPECT_THROW(Linear(values, {}, {.in = 2, .out = 2, .bias = false}), Error);
  EXPECT_THROW(Linear(values, values, {.in = 2, .out = 3}), Error);
  EXPECT_THROW(Linear({}, {}, {.in = 0, .out = 3, .bias = false}), Error);
  EXPECT_THROW(Linear(RandomWeights(), "missing", {.in = 2, .out = 2}), Error);
}

}  // namespace
}  // namespace driftwave
