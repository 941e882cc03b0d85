#pragma once
/// Raw samples.
#include <cstddef>
#include <span>
#include <vector>

namespace driftwave {

/// Little-endian signed 16 bit, full scale 32768 as in our WAV files; values outside -1..1 are clipped.
[[nodiscard]] std::vector<std::byte> to_s16le(std::span<const float> audio);

}  // namespace driftwave
