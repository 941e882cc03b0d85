#include "engine/nn/elementwise.h"

#include <cassert>

#include "engine/nn/simd_kernels.h"

namespace driftwave {

void activate(Activation activation, std::span<float> values) noexcept {
  simd::kernels().activate(activation, values.data(), values.size());
}

void gelu_tanh(std::span<float> values) noexcept {
  activate(Activation::kGeluTanh, values);
}

void silu(std::span<float> values) noexcept {
  activate(Activation::kSilu, values);
}

void exponential(std::span<float> values) noexcept {
  simd::kernels().exponential(values.data(), values.size());
}

void logarithm(std::span<float> values) noexcept {
  simd::kernels().logarithm(values.data(), values.size());
}

void softplus(std::span<float> values) noexcept {
  simd::kernels().softplus(values.data(), values.size());
}

void softmax(std::span<float> values, std::size_t columns) noexcept {
  assert(columns > 0 && values.size() % columns == 0);
  simd::kernels().softmax(values.data(), values.size() / columns, columns);
}

}  // namespace driftwave
