#pragma once
/// Functions of single values, in place, to 1e-6.
#include <cstddef>
#include <span>

#include "engine/nn/activation.h"

namespace driftwave {

/// RT.
void activate(Activation activation, std::span<float> values) noexcept;

/// 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))). RT.
void gelu_tanh(std::span<float> values) noexcept;

/// x / (1 + e^-x). RT.
void silu(std::span<float> values) noexcept;

/// e^x for x in -87 .. 88, clamped there. RT.
void exponential(std::span<float> values) noexcept;

/// ln x for x > 0, not subnormal. RT.
void logarithm(std::span<float> values) noexcept;

/// ln(1 + e^x). RT.
void softplus(std::span<float> values) noexcept;

/// Softmax of each row of `columns` values; values.size() is a multiple of it. RT.
void softmax(std::span<float> values, std::size_t columns) noexcept;

}  // namespace driftwave
