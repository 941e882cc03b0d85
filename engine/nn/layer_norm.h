#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "engine/nn/weights.h"

namespace driftwave {

struct LayerNormOptions {
  std::size_t channels = 0;
  float epsilon = 1e-5F;
};

/// What a normalised value is multiplied with and what is added to it. Both [C].
struct Affine {
  std::span<const float> scale;
  std::span<const float> shift;
};

/// Each frame to mean 0 and variance 1 over its channels, then scaled and shifted (torch.nn.LayerNorm).
class LayerNorm {
 public:
  /// Reads "<prefix>.weight" and "<prefix>.bias", both [C].
  LayerNorm(const WeightSource& source, const std::string& prefix, const LayerNormOptions& options);

  /// @param x [F, C]. @param y [F, C], may be x. RT.
  void operator()(std::span<const float> x, std::span<float> y) const noexcept;

  /// As above with another affine, such as `modulated` fills. RT.
  void operator()(std::span<const float> x, std::span<float> y, const Affine& affine) const noexcept;

  /// FiLM: the affine of film.scale' = (1 + film.scale) weight, film.shift' = (1 + film.scale) bias +
  /// film.shift, once a step instead of once a frame. @param scale, shift [C], filled. RT.
  void modulate(const Affine& film, std::span<float> scale, std::span<float> shift) const noexcept;

  [[nodiscard]] std::size_t channels() const { return weight_.size(); }

 private:
  std::vector<float> weight_;
  std::vector<float> bias_;
  float epsilon_;
};

}  // namespace driftwave
