#pragma once
/// The inner loops of engine/nn, compiled once for each instruction set and chosen when the program starts.
/// Private to engine/nn.
///
/// Everything here is plain data and pointers: the files behind it are compiled with processor flags of their
/// own, and must share no inline function with the rest of the program.
#include <cstddef>

#include "engine/nn/activation.h"

namespace driftwave::simd {

/// y[r, n] = activation(sum_k x[r, k] weight[n, k] + bias[n]) + residual[r, n]
struct GemmCall {
  const float* x = nullptr;  ///< [rows, depth], rows `x_stride` apart
  std::size_t x_stride = 0;
  std::size_t rows = 0;
  std::size_t depth = 0;
  std::size_t columns = 0;
  const float* panels = nullptr;  ///< the weight as `pack` laid it out
  Activation activation = Activation::kNone;
  const float* residual = nullptr;  ///< [rows, columns], rows `y_stride` apart; may be null or y itself
  float* y = nullptr;               ///< [rows, columns], rows `y_stride` apart
  std::size_t y_stride = 0;
};

/// One term of a depthwise convolution: output i takes x[i * step + offset].
struct Tap {
  std::ptrdiff_t offset = 0;      ///< floats
  const float* weight = nullptr;  ///< [channels]
};

/// y[i, c] = bias[c] + sum_taps weight[c] x[i * step + offset + c]
struct DepthwiseCall {
  const float* x = nullptr;
  float* y = nullptr;
  std::size_t outputs = 0;
  std::size_t step = 0;  ///< floats between outputs, in x and in y
  std::size_t channels = 0;
  const float* bias = nullptr;
  const Tap* taps = nullptr;
  std::size_t tap_count = 0;
};

/// y[r] = (x[r] - mean) / sqrt(variance + epsilon) * scale + shift over `channels` values.
struct NormCall {
  const float* x = nullptr;
  float* y = nullptr;
  std::size_t rows = 0;
  std::size_t channels = 0;
  float epsilon = 0.0F;
  const float* scale = nullptr;
  const float* shift = nullptr;
};

struct Kernels {
  const char* name = nullptr;
  /// Floats that `pack` writes for a weight and bias of this size.
  std::size_t (*packed_floats)(std::size_t columns, std::size_t depth) = nullptr;
  /// weight [columns, depth] row-major, bias [columns] or null. Fills packed_floats(...) floats.
  void (*pack)(const float* weight, const float* bias, std::size_t columns, std::size_t depth,
               float* panels) = nullptr;
  void (*gemm)(const GemmCall&) = nullptr;
  void (*depthwise)(const DepthwiseCall&) = nullptr;
  void (*layer_norm)(const NormCall&) = nullptr;
  void (*activate)(Activation, float* values, std::size_t count) = nullptr;
  /// In place: e^x (x in -87 .. 88, clamped there), ln x (x > 0, normal), ln(1 + e^x).
  void (*exponential)(float* values, std::size_t count) = nullptr;
  void (*logarithm)(float* values, std::size_t count) = nullptr;
  void (*softplus)(float* values, std::size_t count) = nullptr;
  /// In place; rows of `columns` values.
  void (*softmax)(float* values, std::size_t rows, std::size_t columns) = nullptr;
};

/// The fastest set this processor runs.
[[nodiscard]] const Kernels& kernels();

/// The set with this index among those that this processor runs, slowest first; null past the end.
[[nodiscard]] const Kernels* runnable_kernels(std::size_t index);

}  // namespace driftwave::simd
