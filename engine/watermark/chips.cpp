#include "engine/watermark/chips.h"

#include <Random123/philox.h>

namespace driftwave {

WatermarkChips make_chips(std::uint64_t key) {
  WatermarkChips chips{.sign = std::vector<std::int8_t>(kChipPeriod),
                       .code_index = std::vector<std::int16_t>(kChipPeriod)};
  const r123::Philox4x32::key_type philox_key = {
      {static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32U)}};
  r123::Philox4x32 philox;
  constexpr std::uint32_t kPurpose = 0x6d61726b;  // apart from all noise of the same seed
  for (std::uint32_t i = 0; i < kChipPeriod; i += 4) {
    const r123::Philox4x32::ctr_type draw = philox({{i / 4, 0, 0, kPurpose}}, philox_key);
    for (std::uint32_t j = 0; j < 4; ++j) {
      const std::uint32_t bits = draw[j];
      chips.sign[i + j] = (bits & 1U) != 0 ? std::int8_t{1} : std::int8_t{-1};
      chips.code_index[i + j] = (bits & 2U) != 0
                                    ? WatermarkChips::kKnown
                                    : static_cast<std::int16_t>((bits >> 2U) % kWatermarkCodeBits);
    }
  }
  return chips;
}

std::vector<float> chips_with(const WatermarkChips& chips, const WatermarkCode& code) {
  std::vector<float> out(kChipPeriod);
  for (std::size_t i = 0; i < kChipPeriod; ++i) {
    const std::int16_t index = chips.code_index[i];
    const bool flipped = index != WatermarkChips::kKnown && code[static_cast<std::size_t>(index)] != 0;
    out[i] = static_cast<float>(flipped ? -chips.sign[i] : chips.sign[i]);
  }
  return out;
}

}  // namespace driftwave
