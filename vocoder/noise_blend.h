#pragma once
/// Noise between that of two seeds.
#include <cstdint>
#include <span>

#include "engine/core/noise.h"

namespace driftwave {

/// On the great circle through the noise of two seeds (spherical interpolation), so that it stays Gaussian of
/// unit variance: cos(amount pi / 2) z + sin(amount pi / 2) z'.
struct NoiseBlend {
  std::uint64_t other_seed = 0;
  double amount = 0;  ///< 0: z, the noise of the key's own seed; 1: z'
};

/// @throws Error unless the amount is in 0..1.
void validate(const NoiseBlend& blend);

/// Fills `out` for positions first .. first + out.size(). @param scratch as long as out. RT.
void blended_noise(const NoiseKey& key, const NoiseBlend& blend, std::uint64_t first, std::span<float> out,
                   std::span<float> scratch) noexcept;

}  // namespace driftwave
