#include "engine/watermark/sound_mark.h"

namespace driftwave {

double mark_begin_s(std::span<const std::byte> what, std::uint64_t seed) {
  std::uint64_t hash = 0xcbf29ce484222325 ^ seed;  // FNV-1a
  for (const std::byte byte : what) hash = (hash ^ std::to_integer<std::uint64_t>(byte)) * 0x100000001b3;
  return static_cast<double>((hash >> 32U) % 2048) / 1000.0;
}

double mark_begin_s(std::uint64_t samples, std::uint64_t seed) {
  return mark_begin_s(std::as_bytes(std::span(&samples, 1)), seed);
}

}  // namespace driftwave
