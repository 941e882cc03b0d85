#pragma once
/// Operations on packed sequences: the rows of several utterances one after another in one [N, C] tensor,
/// with `offsets` (B + 1 numbers, from 0 to N) between them. Nothing is padded, so nothing needs a mask.
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

namespace driftwave {

using Offsets = std::vector<std::int64_t>;

/// Depthwise convolution over the rows of each sequence, zero beyond its ends.
/// @param x [N, C] float32. @param weight [C, 1, k], k odd. @param bias [C].
/// @return [N, C]; differentiable in x, weight and bias.
[[nodiscard]] at::Tensor packed_depthwise_conv(const at::Tensor& x, const at::Tensor& weight,
                                               const at::Tensor& bias, const Offsets& offsets,
                                               std::int64_t dilation);

/// The same out of library operations, for devices other than the CPU.
[[nodiscard]] at::Tensor packed_depthwise_conv_reference(const at::Tensor& x, const at::Tensor& weight,
                                                         const at::Tensor& bias, const Offsets& offsets,
                                                         std::int64_t dilation);

struct ResidualDropout {
  std::uint32_t seed = 0;  ///< the same seed drops the same elements
  double drop = 0;         ///< probability, 0 .. below 1
};

/// x + gamma * dropout(y) in one pass. @param x, y [N, C]. @param gamma [C].
[[nodiscard]] at::Tensor scaled_residual(const at::Tensor& x, const at::Tensor& y, const at::Tensor& gamma,
                                         const ResidualDropout& dropout);

/// GELU by its tanh approximation; several times the library's speed on one CPU thread.
[[nodiscard]] at::Tensor fast_gelu(const at::Tensor& x);

}  // namespace driftwave
