#pragma once
#include <cstddef>
#include <cstdint>
#include <span>

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

/// Where in its sequence a mark begins, from what is marked and the seed: spread over all of it, so that
/// files that are laid on each other do not show it. @return seconds
[[nodiscard]] double mark_begin_s(std::span<const std::byte> what, std::uint64_t seed);
/// The same for a sound that is known by its length.
[[nodiscard]] double mark_begin_s(std::uint64_t samples, std::uint64_t seed);

}  // namespace driftwave
