#include "engine/nn/layer_norm.h"

#include <array>
#include <cassert>
#include <cstdint>

#include "engine/core/error.h"
#include "engine/nn/simd_kernels.h"

namespace driftwave {

LayerNorm::LayerNorm(const WeightSource& source, const std::string& prefix, const LayerNormOptions& options)
    : epsilon_(options.epsilon) {
  if (options.channels == 0) throw Error("LayerNorm \"{}\": want channels, got none", prefix);
  const std::array shape = {static_cast<std::int64_t>(options.channels)};
  weight_ = source.get(prefix + ".weight", shape);
  bias_ = source.get(prefix + ".bias", shape);
}

void LayerNorm::operator()(std::span<const float> x, std::span<float> y) const noexcept {
  (*this)(x, y, {.scale = weight_, .shift = bias_});
}

void LayerNorm::operator()(std::span<const float> x, std::span<float> y,
                           const Affine& affine) const noexcept {
  assert(x.size() == y.size() && x.size() % channels() == 0);
  simd::kernels().layer_norm({.x = x.data(),
                              .y = y.data(),
                              .rows = x.size() / channels(),
                              .channels = channels(),
                              .epsilon = epsilon_,
                              .scale = affine.scale.data(),
                              .shift = affine.shift.data()});
}

void LayerNorm::modulate(const Affine& film, std::span<float> scale, std::span<float> shift) const noexcept {
  for (std::size_t c = 0; c < channels(); ++c) {
    scale[c] = (1.0F + film.scale[c]) * weight_[c];
    shift[c] = (1.0F + film.scale[c]) * bias_[c] + film.shift[c];
  }
}

}  // namespace driftwave
