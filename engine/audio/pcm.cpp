#include "engine/audio/pcm.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace driftwave {

std::vector<std::byte> to_s16le(std::span<const float> audio) {
  std::vector<std::byte> bytes(audio.size() * 2);
  for (std::size_t i = 0; i < audio.size(); ++i) {
    const long value = std::clamp(std::lrint(audio[i] * 32768.0F), -32768L, 32767L);
    const auto bits = static_cast<std::uint16_t>(value);
    bytes[2 * i] = static_cast<std::byte>(bits & 0xFF);
    bytes[2 * i + 1] = static_cast<std::byte>(bits >> 8);
  }
  return bytes;
}

}  // namespace driftwave
