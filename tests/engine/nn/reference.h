#pragma once
/// The layers again, as loops in double over PyTorch's layouts, and weights to feed both.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <map>
#include <numbers>
#include <numeric>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "engine/core/error.h"
#include "engine/nn/depthwise_conv.h"
#include "engine/nn/weights.h"

namespace driftwave {

/// Normal values whose seed is a hash of `name`: the same in every run.
inline std::vector<float> random_values(const std::string& name, std::size_t count, float scale = 1.0F) {
  std::uint32_t seed = 2166136261U;
  for (const char c : name) seed = (seed ^ static_cast<unsigned char>(c)) * 16777619U;
  std::mt19937 engine(seed);
  std::normal_distribution<float> normal(0.0F, scale);
  std::vector<float> values(count);
  std::ranges::generate(values, [&] { return normal(engine); });
  return values;
}

/// Gives every name random weights; "missing" in a name throws.
class RandomWeights : public WeightSource {
 public:
  [[nodiscard]] std::vector<float> get(std::string_view name,
                                       std::span<const std::int64_t> shape) const override {
    if (name.find("missing") != std::string_view::npos) throw Error("weights: {} is missing", name);
    const auto count = std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
    return random_values(std::string(name), static_cast<std::size_t>(count), 0.5F);
  }
  [[nodiscard]] std::vector<float> flat(std::string_view name, std::size_t count) const {
    const std::int64_t shape[] = {static_cast<std::int64_t>(count)};
    return get(name, shape);
  }
};

using Doubles = std::vector<double>;

inline Doubles doubles(std::span<const float> x) {
  return {x.begin(), x.end()};
}

inline double gelu_reference(double x) {
  return 0.5 * x * (1.0 + std::tanh(std::sqrt(2.0 / std::numbers::pi) * (x + 0.044715 * x * x * x)));
}

/// x [F, in], weight [out, in].
inline Doubles linear_reference(const Doubles& x, const Doubles& weight, const Doubles& bias,
                                std::size_t in) {
  const std::size_t out = weight.size() / in;
  Doubles y(x.size() / in * out);
  for (std::size_t f = 0; f < x.size() / in; ++f) {
    for (std::size_t o = 0; o < out; ++o) {
      double sum = bias.empty() ? 0.0 : bias[o];
      for (std::size_t i = 0; i < in; ++i) sum += x[f * in + i] * weight[o * in + i];
      y[f * out + o] = sum;
    }
  }
  return y;
}

inline Doubles layer_norm_reference(const Doubles& x, const Doubles& weight, const Doubles& bias,
                                    double epsilon) {
  const std::size_t channels = weight.size();
  Doubles y(x.size());
  for (std::size_t at = 0; at < x.size(); at += channels) {
    double mean = 0.0;
    double variance = 0.0;
    const auto count = static_cast<double>(channels);
    for (std::size_t c = 0; c < channels; ++c) mean += x[at + c] / count;
    for (std::size_t c = 0; c < channels; ++c) variance += (x[at + c] - mean) * (x[at + c] - mean) / count;
    for (std::size_t c = 0; c < channels; ++c) {
      y[at + c] = (x[at + c] - mean) / std::sqrt(variance + epsilon) * weight[c] + bias[c];
    }
  }
  return y;
}

/// x [F, G, C], weight [C, 1, kf, kg], zeros of `padding` around the frames and of kg / 2 around the groups.
struct DepthwiseReference {
  std::size_t groups = 1;
  std::size_t channels = 1;
  std::size_t frame_kernel = 1;
  std::size_t group_kernel = 1;
  std::size_t dilation = 1;
  Padding padding{};

  [[nodiscard]] Doubles operator()(const Doubles& x, const Doubles& weight, const Doubles& bias) const {
    const auto frames = static_cast<std::ptrdiff_t>(x.size() / (groups * channels));
    const std::size_t outputs =
        static_cast<std::size_t>(frames) + padding.before + padding.after - (frame_kernel - 1) * dilation;
    Doubles y(outputs * groups * channels);
    for (std::size_t at = 0; at < y.size(); ++at) {
      const std::size_t c = at % channels;
      y[at] = bias[c];
      for (std::size_t kf = 0; kf < frame_kernel; ++kf) {
        for (std::size_t kg = 0; kg < group_kernel; ++kg) {
          const auto f = static_cast<std::ptrdiff_t>(at / channels / groups + kf * dilation - padding.before);
          const auto g = static_cast<std::ptrdiff_t>(at / channels % groups + kg - group_kernel / 2);
          if (f < 0 || f >= frames || g < 0 || g >= static_cast<std::ptrdiff_t>(groups)) continue;
          const auto from =
              (static_cast<std::size_t>(f) * groups + static_cast<std::size_t>(g)) * channels + c;
          y[at] += x[from] * weight[(c * frame_kernel + kf) * group_kernel + kg];
        }
      }
    }
    return y;
  }
};

/// Largest difference over the largest reference value.
inline double relative_error(std::span<const float> got, const Doubles& want) {
  EXPECT_EQ(got.size(), want.size());
  double error = 0.0;
  double scale = 1e-30;
  for (std::size_t i = 0; i < std::min(got.size(), want.size()); ++i) {
    error = std::max(error, std::isfinite(got[i]) ? std::abs(got[i] - want[i]) : HUGE_VAL);
    scale = std::max(scale, std::abs(want[i]));
  }
  return error / scale;
}

}  // namespace driftwave
