#pragma once
/// Noise keyed by position: the draw at sample i depends on (seed, purpose, i) alone, so chunk size, thread
/// count and machine do not change it. Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy
/// as 1, 2, 3") from Random123.
#include <cstdint>
#include <span>

namespace driftwave {

/// What a draw is for: streams of different purposes are independent.
enum class NoisePurpose : std::uint32_t {
  kPrior = 1,
  kStep = 2,
  kMelDecoder = 3,
  kAugment = 4,
  kEdit = 5,
  kMelody = 6
};

struct NoiseKey {
  std::uint64_t seed = 0;
  NoisePurpose purpose = NoisePurpose::kPrior;
  std::uint32_t channel = 0;
};

/// Fills `out` with standard normal values for positions first .. first + out.size(). RT.
void gaussian_noise(const NoiseKey& key, std::uint64_t first, std::span<float> out) noexcept;

/// As above, uniform in [0, 1). RT.
void uniform_noise(const NoiseKey& key, std::uint64_t first, std::span<float> out) noexcept;

}  // namespace driftwave
