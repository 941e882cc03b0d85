#include "engine/model/half.h"

#include <bit>
#include <cstring>

namespace driftwave {

float half_to_float(std::uint16_t half) {
  const std::uint32_t sign = (half & 0x8000U) << 16;
  const std::uint32_t magnitude = half & 0x7fffU;
  if (magnitude >= 0x7c00U) return std::bit_cast<float>(sign | 0x7f800000U | (magnitude & 0x3ffU) << 13);
  if (magnitude < 0x0400U) {
    const float subnormal = static_cast<float>(magnitude) * 0x1p-24F;
    return std::bit_cast<float>(sign | std::bit_cast<std::uint32_t>(subnormal));
  }
  return std::bit_cast<float>(sign | ((magnitude << 13) + ((127U - 15U) << 23)));
}

void halves_to_floats(std::span<const std::byte> halves, std::span<float> floats) {
  for (std::size_t i = 0; i < floats.size(); ++i) {
    std::uint16_t half = 0;
    std::memcpy(&half, halves.data() + 2 * i, sizeof half);
    const std::uint32_t magnitude = half & 0x7fffU;
    // The exponent's bias is put right by a product, which is exact for subnormals too; no branch, so that
    // the compiler can do several at once.
    const float value = std::bit_cast<float>(magnitude << 13) * 0x1p112F;
    const std::uint32_t special = magnitude >= 0x7c00U ? 0x7f800000U : 0U;
    floats[i] = std::bit_cast<float>(std::bit_cast<std::uint32_t>(value) | special |
                                     static_cast<std::uint32_t>(half & 0x8000U) << 16);
  }
}

std::uint16_t float_to_half(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t sign = (bits >> 16) & 0x8000U;
  const std::uint32_t magnitude = bits & 0x7fffffffU;
  std::uint32_t half = 0;
  if (magnitude > 0x7f800000U) {
    half = 0x7e00U;
  } else if (magnitude >= 0x477ff000U) {  // 65,520: halfway between the largest half and the next
    half = 0x7c00U;
  } else if (magnitude >= 0x38800000U) {  // 2^-14: the smallest normal half
    const std::uint32_t odd = (magnitude >> 13) & 1U;
    half = (magnitude - ((127U - 15U) << 23) + 0xfffU + odd) >> 13;
  } else {
    // Adding 0.5 makes the processor round the subnormal at the right bit.
    const float shifted = std::bit_cast<float>(magnitude) + 0.5F;
    half = std::bit_cast<std::uint32_t>(shifted) - 0x3f000000U;
  }
  return static_cast<std::uint16_t>(sign | half);
}

}  // namespace driftwave
