#include "engine/nn/linear.h"

#include <array>
#include <cassert>
#include <cstdint>
#include <vector>

#include "engine/core/error.h"
#include "engine/nn/simd_kernels.h"

namespace driftwave {
namespace {

std::vector<float> weight_of(const WeightSource& source, const std::string& prefix,
                             const LinearOptions& options) {
  const std::array shape = {static_cast<std::int64_t>(options.out), static_cast<std::int64_t>(options.in)};
  return source.get(prefix + ".weight", shape);
}

std::vector<float> bias_of(const WeightSource& source, const std::string& prefix,
                           const LinearOptions& options) {
  if (!options.bias) return {};
  const std::array shape = {static_cast<std::int64_t>(options.out)};
  return source.get(prefix + ".bias", shape);
}

}  // namespace

Linear::Linear(const WeightSource& source, const std::string& prefix, const LinearOptions& options)
    : Linear(weight_of(source, prefix, options), bias_of(source, prefix, options), options) {}

Linear::Linear(std::span<const float> weight, std::span<const float> bias, const LinearOptions& options)
    : options_(options) {
  const auto [in, out, has_bias, activation] = options;
  if (in == 0 || out == 0 || weight.size() != in * out || (has_bias && bias.size() != out)) {
    throw Error("Linear: want {} x {} weights and {} biases, got {} and {}", out, in, has_bias ? out : 0,
                weight.size(), bias.size());
  }
  const auto& kernels = simd::kernels();
  panels_ = allocate_weights(kernels.packed_floats(out, in));
  kernels.pack(weight.data(), has_bias ? bias.data() : nullptr, out, in, panels_.get());
}

void Linear::operator()(std::span<const float> x, std::span<float> y) const noexcept {
  run(x, nullptr, y);
}

void Linear::add(std::span<const float> x, std::span<const float> residual,
                 std::span<float> y) const noexcept {
  assert(residual.size() == y.size());
  run(x, residual.data(), y);
}

void Linear::run(std::span<const float> x, const float* residual, std::span<float> y) const noexcept {
  assert(x.size() % options_.in == 0 && y.size() == x.size() / options_.in * options_.out);
  simd::kernels().gemm({.x = x.data(),
                        .x_stride = options_.in,
                        .rows = x.size() / options_.in,
                        .depth = options_.in,
                        .columns = options_.out,
                        .panels = panels_.get(),
                        .activation = options_.activation,
                        .residual = residual,
                        .y = y.data(),
                        .y_stride = options_.out});
}

}  // namespace driftwave
