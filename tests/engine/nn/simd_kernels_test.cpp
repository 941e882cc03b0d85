/// Every instruction set that this processor runs, not only the one that the layers pick.
#include "engine/nn/simd_kernels.h"

#include "tests/engine/nn/reference.h"

namespace driftwave::simd {
namespace {

class KernelSets : public testing::TestWithParam<std::size_t> {
 protected:
  void SetUp() override {
    set_ = runnable_kernels(GetParam());
    if (set_ == nullptr) GTEST_SKIP() << "this processor runs no such set";
  }
  const Kernels* set_ = nullptr;
};

TEST_P(KernelSets, MultiplyEveryTileShape) {
  for (const std::size_t columns : {1U, 4U, 17U, 40U, 48U, 64U, 100U, 145U}) {
    for (const std::size_t rows : {1U, 2U, 3U, 7U, 8U, 15U, 65U}) {
      constexpr std::size_t kDepth = 19;
      const auto x = random_values("x", rows * kDepth);
      const auto weight = random_values("weight", columns * kDepth);
      const auto bias = random_values("bias", columns);
      const std::size_t stride = columns + 3;
      std::vector<float> panels(set_->packed_floats(columns, kDepth));
      set_->pack(weight.data(), bias.data(), columns, kDepth, panels.data());
      std::vector<float> strided(rows * stride, 7.0F);
      set_->gemm({.x = x.data(),
                  .x_stride = kDepth,
                  .rows = rows,
                  .depth = kDepth,
                  .columns = columns,
                  .panels = panels.data(),
                  .y = strided.data(),
                  .y_stride = stride});
      std::vector<float> y;
      for (std::size_t r = 0; r < rows; ++r) {
        for (std::size_t n = 0; n < stride; ++n) {
          if (n < columns)
            y.push_back(strided[r * stride + n]);
          else
            ASSERT_EQ(strided[r * stride + n], 7.0F) << "wrote beside its columns";
        }
      }
      const auto want = linear_reference(doubles(x), doubles(weight), doubles(bias), kDepth);
      ASSERT_LT(relative_error(y, want), 1e-6) << rows << " x " << columns;
    }
  }
}

TEST_P(KernelSets, ConvolveAnyNumberOfChannelsAndOutputs) {
  for (const std::size_t channels : {1U, 5U, 16U, 20U, 48U}) {
    for (const std::size_t outputs : {1U, 4U, 9U, 21U}) {
      const auto x = random_values("x", (outputs + 2) * channels);
      const auto weight = random_values("weight", 3 * channels);  // [taps, C]
      const auto bias = random_values("bias", channels);
      std::vector<Tap> taps;
      for (std::size_t t = 0; t < 3; ++t) {
        taps.push_back({static_cast<std::ptrdiff_t>(t * channels), &weight[t * channels]});
      }
      std::vector<float> y(outputs * channels);
      set_->depthwise({.x = x.data(),
                       .y = y.data(),
                       .outputs = outputs,
                       .step = channels,
                       .channels = channels,
                       .bias = bias.data(),
                       .taps = taps.data(),
                       .tap_count = taps.size()});
      Doubles want;
      for (std::size_t i = 0; i < y.size(); ++i) {
        const std::size_t c = i % channels;
        want.push_back(bias[c]);
        for (std::size_t t = 0; t < 3; ++t) {
          want[i] += static_cast<double>(weight[t * channels + c]) * x[i + t * channels];
        }
      }
      ASSERT_LT(relative_error(y, want), 1e-6);
    }
  }
}

TEST_P(KernelSets, NormaliseAnyNumberOfChannels) {
  for (const std::size_t channels : {1U, 3U, 8U, 48U, 50U, 257U}) {
    const auto x = random_values("x", 5 * channels, 3.0F);
    const auto scale = random_values("scale", channels);
    const auto shift = random_values("shift", channels);
    std::vector<float> y(x.size());
    set_->layer_norm({.x = x.data(),
                      .y = y.data(),
                      .rows = 5,
                      .channels = channels,
                      .epsilon = 1e-5F,
                      .scale = scale.data(),
                      .shift = shift.data()});
    const auto want = layer_norm_reference(doubles(x), doubles(scale), doubles(shift), 1e-5);
    ASSERT_LT(relative_error(y, want), 2e-6) << channels;
  }
}

TEST_P(KernelSets, ComputeSoftmaxOfAnyWidth) {
  for (const std::size_t columns : {1U, 2U, 15U, 16U, 33U}) {
    auto values = random_values("scores", 4 * columns, 10.0F);
    Doubles want;
    for (std::size_t r = 0; r < 4; ++r) {
      double sum = 0.0;
      for (std::size_t i = 0; i < columns; ++i) sum += std::exp(static_cast<double>(values[r * columns + i]));
      for (std::size_t i = 0; i < columns; ++i) {
        want.push_back(std::exp(static_cast<double>(values[r * columns + i])) / sum);
      }
    }
    set_->softmax(values.data(), 4, columns);
    ASSERT_LT(relative_error(values, want), 1e-6) << columns;
  }
}

TEST_P(KernelSets, ActivateEveryLengthAlike) {
  const auto x = random_values("x", 40, 3.0F);
  for (const auto activation :
       {Activation::kGeluTanh, Activation::kSilu, Activation::kRelu, Activation::kNone}) {
    auto whole = x;
    set_->activate(activation, whole.data(), whole.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
      float alone = x[i];
      set_->activate(activation, &alone, 1);
      ASSERT_EQ(alone, whole[i]);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Sets, KernelSets, testing::Values(0U, 1U, 2U));

}  // namespace
}  // namespace driftwave::simd
