#include "tools/driftwave/mark_audio.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/core/error.h"
#include "tools/driftwave/edit_channels.h"
#include "vocoder/editing/splice.h"

namespace driftwave {
namespace {

constexpr double kAroundGaps_s = 1.5;
/// A mark comes and goes over so long.
constexpr double kFadeSeconds = 0.01;

}  // namespace

void mark_audio(AudioBuffer& audio, const SoundMark& mark, std::uint64_t seed) {
  mark_parts(audio, {{.first_s = 0, .last_s = std::numeric_limits<double>::infinity()}}, mark, seed);
}

void mark_parts(AudioBuffer& audio, const std::vector<TimeRange>& parts, const SoundMark& mark,
                std::uint64_t seed) {
  if (audio.samples.empty()) return;
  WatermarkOptions options = watermark_options(mark, audio.sample_rate_hz);
  options.first_second = mark_begin_s(std::uint64_t{audio.frames()}, seed);
  const auto sample = [&](double seconds) {
    return static_cast<std::size_t>(
        std::clamp(seconds * audio.sample_rate_hz, 0.0, static_cast<double>(audio.frames())));
  };
  const auto fade = static_cast<std::size_t>(kFadeSeconds * audio.sample_rate_hz);
  for (int c = 0; c < audio.channels; ++c) {
    std::vector<float> channel = channel_of(audio, c);
    const std::vector<float> marked = watermarked(channel, options);
    for (const TimeRange& part : parts)
      splice(channel, marked, {.first = sample(part.first_s), .last = sample(part.last_s)}, fade);
    set_channel(audio, c, channel);
  }
}

std::vector<TimeRange> around_gaps(const std::vector<TimeRange>& gaps) {
  std::vector<TimeRange> parts;
  for (const TimeRange& gap : gaps)
    parts.push_back({.first_s = gap.first_s - kAroundGaps_s, .last_s = gap.last_s + kAroundGaps_s});
  return parts;
}

}  // namespace driftwave
