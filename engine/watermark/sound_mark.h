#pragma once
#include <cstdint>

#include "engine/watermark/embedder.h"

namespace driftwave {

/// How what is synthesised is to be marked.
struct SoundMark {
  std::uint64_t key = kPublicWatermarkKey;
  std::uint16_t voice = 0;  ///< 12 bits, see WatermarkPayload
  std::uint16_t user = 0;
};

[[nodiscard]] inline WatermarkOptions watermark_options(const SoundMark& mark, int sample_rate_hz) {
  return {
      .sample_rate_hz = sample_rate_hz, .key = mark.key, .payload = {.voice = mark.voice, .user = mark.user}};
}

}  // namespace driftwave
