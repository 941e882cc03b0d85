#pragma once
/// IEEE 754 half precision, in software: the same bits on every machine.
#include <cstdint>

namespace driftwave {

/// Exact for every half, subnormals, infinities and NaN included.
[[nodiscard]] float half_to_float(std::uint16_t half);

/// Rounds to nearest, ties to even; beyond 65,520 becomes infinity, NaN stays NaN.
[[nodiscard]] std::uint16_t float_to_half(float value);

}  // namespace driftwave
