#include "tools/driftwave/fill_gaps.h"

#include <algorithm>
#include <cmath>

#include "engine/core/error.h"
#include "tools/driftwave/edit_channels.h"
#include "vocoder/editing/inpaint.h"

namespace driftwave {
namespace {

/// @throws Error for a gap that begins after the end.
std::vector<SampleRange> in_samples(const std::vector<TimeRange>& gaps, int rate_hz, std::size_t samples) {
  std::vector<SampleRange> ranges;
  const auto sample = [&](double seconds) {
    return static_cast<std::size_t>(std::llround(std::min(seconds * rate_hz, static_cast<double>(samples))));
  };
  for (const TimeRange& gap : gaps) {
    const SampleRange range{sample(gap.first_s), sample(gap.last_s)};
    if (range.first >= range.last)
      throw Error("gap {:g}-{:g}: want one within the recording's {:.3f} s", gap.first_s, gap.last_s,
                  static_cast<double>(samples) / rate_hz);
    ranges.push_back(range);
  }
  return ranges;
}

/// Lays the gaps and fades of `made`, which may have been to another rate and back, into the recording: all
/// the rest keeps its bits.
AudioBuffer spliced(const AudioBuffer& before, const AudioBuffer& made, const std::vector<SampleRange>& gaps,
                    double fade_ms) {
  AudioBuffer after = before;
  const auto fade = static_cast<std::size_t>(fade_ms * before.sample_rate_hz / 1000.0);
  for (int c = 0; c < before.channels; ++c) {
    std::vector<float> channel = channel_of(before, c);
    const std::vector<float> filled = channel_of(made, c);
    for (const SampleRange& gap : gaps)
      splice(
          channel, filled,
          {.first = gap.first - std::min(fade, gap.first), .last = std::min(gap.last + fade, channel.size())},
          0);
    set_channel(after, c, channel);
  }
  return after;
}

}  // namespace

AudioBuffer fill_gaps(const Vocoder& vocoder, const MelCompletion* completion, const AudioBuffer& before,
                      const GapFilling& filling, const VocoderOptions& options) {
  const std::vector<SampleRange> ranges = in_samples(filling.gaps, before.sample_rate_hz, before.frames());
  const MelSettings& mel = vocoder.mel_settings();
  const AudioBuffer made = edit_channels(
      before, mel, options, [&](std::span<const float> channel, const VocoderOptions& of_channel) {
        return inpaint(vocoder, completion, channel,
                       {.gaps = in_samples(filling.gaps, mel.sample_rate_hz, channel.size()),
                        .fade_ms = filling.fade_ms},
                       of_channel);
      });
  if (made.samples.empty()) return made;
  return spliced(before, made, ranges, filling.fade_ms);
}

}  // namespace driftwave
