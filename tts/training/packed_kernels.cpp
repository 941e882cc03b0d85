#include "tts/training/packed_kernels.h"

#include <algorithm>
#include <bit>
#include <cstdint>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define DRIFTWAVE_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define DRIFTWAVE_CLONES
#endif

namespace driftwave::kernels {
namespace {

// gelu_tanh(x) = x * sigmoid(2 sqrt(2 / pi) (x + 0.044715 x^3))
constexpr float kSlope = 1.5957691216F;
constexpr float kCubic = 0.044715F;

/// 2^r on [-0.5, 0.5] by its Taylor series, the integer part through the exponent bits; relative error 2e-7.
[[gnu::always_inline]] inline float fast_exp(float x) {
  const float y = std::clamp(x, -80.0F, 80.0F) * 1.44269504F;
  const float shifted = y + 12582912.0F;  // 1.5 * 2^23 rounds to the nearest integer
  const float r = (y - (shifted - 12582912.0F)) * 0.693147181F;
  float p = 1.0F / 720.0F;
  p = p * r + 1.0F / 120.0F;
  p = p * r + 1.0F / 24.0F;
  p = p * r + 1.0F / 6.0F;
  p = p * r + 0.5F;
  p = p * r + 1.0F;
  p = p * r + 1.0F;
  const std::uint32_t exponent = (std::bit_cast<std::uint32_t>(shifted) + 127U) << 23U;
  return p * std::bit_cast<float>(exponent);
}

/// 0 or 1 / (1 - drop) for element `index` (finaliser of MurmurHash3).
[[gnu::always_inline]] inline float kept(std::uint32_t index, std::uint32_t seed, std::uint32_t threshold,
                                         float scale) {
  std::uint32_t h = (index + seed) * 0x9E3779B1U;
  h ^= h >> 16U;
  h *= 0x85EBCA6BU;
  h ^= h >> 13U;
  h *= 0xC2B2AE35U;
  h ^= h >> 16U;
  return h >= threshold ? scale : 0.0F;
}

std::uint32_t threshold_of(const DropoutKey& key) {
  return static_cast<std::uint32_t>(static_cast<double>(key.drop) * 4294967296.0);
}

}  // namespace

DRIFTWAVE_CLONES void residual_forward(const float* __restrict x, const float* __restrict y,
                                       const float* __restrict gamma, float* __restrict out,
                                       std::int64_t rows, std::int64_t channels, const DropoutKey& key) {
  const std::uint32_t threshold = threshold_of(key);
  const float scale = 1.0F / (1.0F - key.drop);
  for (std::int64_t n = 0; n < rows; ++n) {
    const std::int64_t first = n * channels;
    for (std::int64_t c = 0; c < channels; ++c) {
      const float keep = kept(static_cast<std::uint32_t>(first + c), key.seed, threshold, scale);
      out[first + c] = x[first + c] + gamma[c] * keep * y[first + c];
    }
  }
}

DRIFTWAVE_CLONES void residual_backward(const float* __restrict y, const float* __restrict gamma,
                                        const float* __restrict grad_out, float* __restrict grad_y,
                                        float* __restrict grad_gamma, std::int64_t rows,
                                        std::int64_t channels, const DropoutKey& key) {
  const std::uint32_t threshold = threshold_of(key);
  const float scale = 1.0F / (1.0F - key.drop);
  for (std::int64_t n = 0; n < rows; ++n) {
    const std::int64_t first = n * channels;
    for (std::int64_t c = 0; c < channels; ++c) {
      const float keep = kept(static_cast<std::uint32_t>(first + c), key.seed, threshold, scale);
      const float g = keep * grad_out[first + c];
      grad_y[first + c] = gamma[c] * g;
      grad_gamma[c] += y[first + c] * g;
    }
  }
}

DRIFTWAVE_CLONES void depthwise_forward(const float* __restrict x, const float* __restrict weight,
                                        float* __restrict y, std::int64_t rows, const DepthwiseShape& shape) {
  const std::int64_t channels = shape.channels;
  for (std::int64_t n = 0; n < rows; ++n) {
    float* __restrict out = y + n * channels;
    for (std::int64_t k = 0; k < shape.taps; ++k) {
      const std::int64_t at = n + (k - shape.taps / 2) * shape.dilation;
      if (at < 0 || at >= rows) continue;
      const float* __restrict in = x + at * channels;
      const float* __restrict w = weight + k * channels;
      for (std::int64_t c = 0; c < channels; ++c) out[c] += w[c] * in[c];
    }
  }
}

DRIFTWAVE_CLONES void depthwise_backward(const float* __restrict x, const float* __restrict weight,
                                         const float* __restrict grad_y, float* __restrict grad_x,
                                         float* __restrict grad_weight, std::int64_t rows,
                                         const DepthwiseShape& shape) {
  const std::int64_t channels = shape.channels;
  for (std::int64_t n = 0; n < rows; ++n) {
    const float* __restrict g = grad_y + n * channels;
    for (std::int64_t k = 0; k < shape.taps; ++k) {
      const std::int64_t at = n + (k - shape.taps / 2) * shape.dilation;
      if (at < 0 || at >= rows) continue;
      const float* __restrict in = x + at * channels;
      float* __restrict gx = grad_x + at * channels;
      const float* __restrict w = weight + k * channels;
      float* __restrict gw = grad_weight + k * channels;
      for (std::int64_t c = 0; c < channels; ++c) {
        gx[c] += w[c] * g[c];
        gw[c] += in[c] * g[c];
      }
    }
  }
}

DRIFTWAVE_CLONES void gelu_forward(const float* __restrict x, float* __restrict y, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) {
    const float v = x[i];
    y[i] = v / (1.0F + fast_exp(-kSlope * (v + kCubic * v * v * v)));
  }
}

DRIFTWAVE_CLONES void gelu_backward(const float* __restrict x, const float* __restrict grad_y,
                                    float* __restrict grad_x, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) {
    const float v = x[i];
    const float s = 1.0F / (1.0F + fast_exp(-kSlope * (v + kCubic * v * v * v)));
    const float inner = kSlope * (1.0F + 3.0F * kCubic * v * v);
    grad_x[i] = grad_y[i] * (s + v * s * (1.0F - s) * inner);
  }
}

}  // namespace driftwave::kernels
