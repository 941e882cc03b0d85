#pragma once
/// Laying new sound into a recording.
#include <cstddef>
#include <span>

namespace driftwave {

/// Samples first .. last of a recording.
struct SampleRange {
  std::size_t first = 0;
  std::size_t last = 0;
};

/// Replaces a range of `audio` by the same range of `made`, with a cross-fade of equal gain in the `fade`
/// samples on each side. Everything else keeps every bit.
/// @param made as long as audio. @throws Error when the lengths differ or the range is not within them.
void splice(std::span<float> audio, std::span<const float> made, const SampleRange& range, std::size_t fade);

}  // namespace driftwave
