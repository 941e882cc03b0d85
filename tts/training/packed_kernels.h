#pragma once
/// Plain loops behind packed_ops.h, compiled for several instruction sets.
#include <cstdint>
#include <span>

namespace driftwave::kernels {

struct DepthwiseShape {
  std::int64_t channels = 0;
  std::int64_t taps = 0;
  std::int64_t dilation = 1;
};

/// y[n] += sum_k weight[k] * x[n + (k - taps / 2) * dilation] inside one sequence.
/// @param x, y [rows, C]. @param weight [k, C].
void depthwise_forward(const float* x, const float* weight, float* y, std::int64_t rows,
                       const DepthwiseShape& shape);
/// Adds to the gradients of x [rows, C] and weight [k, C].
void depthwise_backward(const float* x, const float* weight, const float* grad_y, float* grad_x,
                        float* grad_weight, std::int64_t rows, const DepthwiseShape& shape);

/// Dropout of one tensor: elements whose hash of (seed, index) falls below `drop` * 2^32 are zeroed, the
/// others divided by 1 - drop.
struct DropoutKey {
  std::uint32_t seed = 0;
  float drop = 0;
};

/// out = x + gamma * dropout(y). @param x, y, out [rows, C]. @param gamma [C].
void residual_forward(const float* x, const float* y, const float* gamma, float* out, std::int64_t rows,
                      std::int64_t channels, const DropoutKey& key);
/// Gradients of y [rows, C] and (added) gamma [C]; that of x is `grad_out` itself.
void residual_backward(const float* y, const float* gamma, const float* grad_out, float* grad_y,
                       float* grad_gamma, std::int64_t rows, std::int64_t channels, const DropoutKey& key);

void gelu_forward(const float* x, float* y, std::int64_t count);
void gelu_backward(const float* x, const float* grad_y, float* grad_x, std::int64_t count);

}  // namespace driftwave::kernels
