#pragma once
/// The simplest guess at what is missing from features: straight lines. Mel completion begins from it.
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/tensor.h"

namespace driftwave {

/// A run of frames that are not known, and the known ones beside it; both the same where one side has none.
struct FrameGap {
  std::size_t first = 0;
  std::size_t last = 0;
  std::size_t before = 0;
  std::size_t after = 0;

  /// How far a frame is from before to after, 0..1.
  [[nodiscard]] float share(std::size_t frame) const {
    return before == after ? 0.0F : static_cast<float>(frame - before) / static_cast<float>(after - before);
  }
};

/// In order; none when nothing is known. @param known [F]
[[nodiscard]] std::vector<FrameGap> gaps_of(std::span<const std::uint8_t> known);

/// Bands that are missing from a frame take the value of its nearest known band; frames without any known
/// band lie on straight lines between those around them, and hold at the ends. With nothing known, nothing
/// changes.
/// @param mel [F, M] @param known [F, M] 1 where known
void bridge_mel(Array2<float>& mel, const Array2<std::uint8_t>& known);

/// Straight lines across frames that are not known, holding at the ends. With none known, nothing changes.
/// @param values, known [F]
void bridge(std::span<float> values, std::span<const std::uint8_t> known);

/// As bridge(), in log f0; with none known, 150 Hz.
void bridge_pitch(std::span<float> f0_hz, std::span<const std::uint8_t> known);

}  // namespace driftwave
