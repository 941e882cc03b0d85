#pragma once
/// The keyed sequence that a watermark is made of. Private to engine/watermark.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/watermark/payload.h"

namespace driftwave {

/// Rate of the chips, and of the sound that a detector hears.
inline constexpr int kChipRateHz = 16000;
/// After so many chips the sequence repeats: 2.048 s.
inline constexpr std::size_t kChipPeriod = 32768;
/// Where marks are put and looked for: what a call by telephone and a codec for speech have of it is enough.
inline constexpr double kMarkLowestHz = 300.0;
inline constexpr double kMarkHighestHz = 7000.0;

/// Half of the chips, scattered, are known to who holds the key, and show where the sequence stands; the
/// others carry the code bits, each about 79 times.
struct WatermarkChips {
  static constexpr std::int16_t kKnown = -1;

  std::vector<std::int8_t> sign;  ///< [kChipPeriod] 1 or -1: of a known chip, or of a code bit that is 0
  std::vector<std::int16_t> code_index;  ///< [kChipPeriod] which code bit; kKnown: none
};

/// Depends on the key alone (Philox4x32-10, as engine/core/noise.h).
[[nodiscard]] WatermarkChips make_chips(std::uint64_t key);

/// The sequence with a payload in it. @return [kChipPeriod] 1 or -1
[[nodiscard]] std::vector<float> chips_with(const WatermarkChips& chips, const WatermarkCode& code);

}  // namespace driftwave
