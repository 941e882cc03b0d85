#include "vocoder/noise_blend.h"

#include <cmath>
#include <numbers>

#include "engine/core/error.h"

namespace driftwave {

void validate(const NoiseBlend& blend) {
  if (!(blend.amount >= 0 && blend.amount <= 1))
    throw Error("vocoder: noise blend: want an amount in 0..1, got {}", blend.amount);
}

void blended_noise(const NoiseKey& key, const NoiseBlend& blend, std::uint64_t first, std::span<float> out,
                   std::span<float> scratch) noexcept {
  gaussian_noise(key, first, out);
  if (blend.amount == 0) return;
  NoiseKey other = key;
  other.seed = blend.other_seed;
  gaussian_noise(other, first, scratch);
  const double angle = blend.amount * std::numbers::pi / 2;
  const auto keep = static_cast<float>(std::cos(angle));
  const auto add = static_cast<float>(std::sin(angle));
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = keep * out[i] + add * scratch[i];
}

}  // namespace driftwave
