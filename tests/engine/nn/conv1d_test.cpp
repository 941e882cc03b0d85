#include "engine/nn/conv1d.h"

#include "tests/engine/nn/reference.h"

namespace driftwave {
namespace {

/// x [F, in], weight [out, in, k].
Doubles conv_reference(const Doubles& x, const Doubles& weight, const Doubles& bias,
                       const Conv1dOptions& options, const Padding& padding) {
  const auto frames = static_cast<std::ptrdiff_t>(x.size() / options.in);
  const std::size_t outputs = static_cast<std::size_t>(frames) + padding.before + padding.after -
                              (options.kernel - 1) * options.dilation;
  Doubles y;
  for (std::size_t f = 0; f < outputs; ++f) {
    for (std::size_t o = 0; o < options.out; ++o) {
      double sum = bias[o];
      for (std::size_t k = 0; k < options.kernel; ++k) {
        const auto from = static_cast<std::ptrdiff_t>(f + k * options.dilation - padding.before);
        if (from < 0 || from >= frames) continue;
        for (std::size_t i = 0; i < options.in; ++i) {
          sum += x[static_cast<std::size_t>(from) * options.in + i] *
                 weight[(o * options.in + i) * options.kernel + k];
        }
      }
      y.push_back(sum);
    }
  }
  return y;
}

TEST(Conv1d, MatchesTheDefinition) {
  const RandomWeights weights;
  for (const std::size_t dilation : {1U, 2U}) {
    for (const Padding padding : {Padding{0, 0}, Padding{4, 0}, Padding{2, 2}}) {
      for (const std::size_t frames : {9U, 140U}) {
        const Conv1dOptions options{.in = 6, .out = 10, .kernel = 3, .dilation = dilation};
        const Conv1d conv(weights, "conv", options);
        const auto x = random_values("x", frames * 6);
        std::vector<float> y((frames + padding.before + padding.after - conv.span()) * 10);
        std::vector<float> scratch(conv.scratch_floats());
        conv(x, padding, y, scratch);
        const auto want = conv_reference(doubles(x), doubles(weights.flat("conv.weight", 180)),
                                         doubles(weights.flat("conv.bias", 10)), options, padding);
        ASSERT_LT(relative_error(y, want), 1e-6);
      }
    }
  }
}

TEST(Conv1d, AppliesItsActivation) {
  const RandomWeights weights;
  const Conv1d plain(weights, "conv", {.in = 4, .out = 4, .kernel = 3});
  const Conv1d relu(weights, "conv", {.in = 4, .out = 4, .kernel = 3, .activation = Activation::kRelu});
  const auto x = random_values("x", 40);
  std::vector<float> scratch(plain.scratch_floats());
  std::vector<float> a(40);
  std::vector<float> b(40);
  plain(x, {1, 1}, a, scratch);
  relu(x, {1, 1}, b, scratch);
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_EQ(b[i], std::max(a[i], 0.0F));
}

TEST(Conv1d, RefusesEmptySizes) {
  EXPECT_THROW(Conv1d(RandomWeights(), "conv", {.in = 4, .out = 4, .kernel = 0}), Error);
}

}  // namespace
}  // namespace driftwave
