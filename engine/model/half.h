#pragma once
/// IEEE 754 half precision, in software: the same bits on every machine.
#include <cstddef>
#include <cstdint>
#include <span>

namespace driftwave {

/// Exact for every half, subnormals, infinities and NaN included.
[[nodiscard]] float half_to_float(std::uint16_t half);

/// As above for many, several at once. @param halves little-endian, at any address, 2 bytes each.
void halves_to_floats(std::span<const std::byte> halves, std::span<float> floats);

/// Rounds to nearest, ties to even; beyond 65,520 becomes infinity, NaN stays NaN.
[[nodiscard]] std::uint16_t float_to_half(float value);

}  // namespace driftwave
