#include "vocoder/editing/splice.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/core/error.h"

namespace driftwave {

void splice(std::span<float> audio, std::span<const float> made, const SampleRange& range, std::size_t fade) {
  if (made.size() != audio.size())
    throw Error("splice: want {} samples to lay in, got {}", audio.size(), made.size());
  if (range.first > range.last || range.last > audio.size())
    throw Error("splice: want a range within {} samples, got {} to {}", audio.size(), range.first,
                range.last);
  std::copy(made.begin() + static_cast<std::ptrdiff_t>(range.first),
            made.begin() + static_cast<std::ptrdiff_t>(range.last),
            audio.begin() + static_cast<std::ptrdiff_t>(range.first));
  // `distance` samples outside of the range, 0 beside it.
  const auto mix = [&](std::size_t t, std::size_t distance) {
    const double share = (static_cast<double>(distance) + 0.5) / static_cast<double>(fade);
    const auto old = static_cast<float>(0.5 - 0.5 * std::cos(std::numbers::pi * share));
    audio[t] = old * audio[t] + (1.0F - old) * made[t];
  };
  for (std::size_t i = 0; i < std::min(fade, range.first); ++i) mix(range.first - 1 - i, i);
  for (std::size_t i = 0; i < std::min(fade, audio.size() - range.last); ++i) mix(range.last + i, i);
}

}  // namespace driftwave
