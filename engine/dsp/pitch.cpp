#include "engine/dsp/pitch.h"

#include <algorithm>
#include <cmath>

#include "engine/dsp/pitch_path.h"
#include "engine/dsp/yin.h"

namespace driftwave {
namespace {

constexpr double kDefaultF0Hz = 150.0;

/// The cheapest path of a finished search. @return [F] f0 in hertz, 0 where unvoiced.
std::vector<double> best_path(const std::vector<PitchColumn>& columns) {
  std::vector<double> f0(columns.size());
  std::size_t state = columns.back().best();
  for (std::size_t n = columns.size(); n-- > 0;) {
    f0[n] = columns[n].candidates.states[state].f0_hz;
    state = columns[n].came_from[state];
  }
  return f0;
}

}  // namespace

void fill_unvoiced(PitchTrack& track) {
  const std::size_t frames = track.f0_hz.size();
  std::size_t last_voiced = frames;
  for (std::size_t n = 0; n < frames; ++n) {
    if (track.voicing[n] < 0.5F) continue;
    const std::size_t first = last_voiced == frames ? 0 : last_voiced + 1;
    const double to = std::log(track.f0_hz[n]);
    const double from = last_voiced == frames ? to : std::log(track.f0_hz[last_voiced]);
    const auto gap = static_cast<double>(n - first + 1);
    for (std::size_t i = first; i < n; ++i)
      track.f0_hz[i] =
          static_cast<float>(std::exp(from + (to - from) * static_cast<double>(i - first + 1) / gap));
    last_voiced = n;
  }
  const float tail = last_voiced == frames ? static_cast<float>(kDefaultF0Hz) : track.f0_hz[last_voiced];
  for (std::size_t i = last_voiced == frames ? 0 : last_voiced + 1; i < frames; ++i) track.f0_hz[i] = tail;
}

PitchTrack track_pitch(std::span<const float> audio, const PitchOptions& options) {
  // A window of two periods of the lowest pitch.
  YinCandidates yin(options, 2 * longest_period_samples(options));
  const std::size_t needed = yin.frame_samples();
  const auto hop = static_cast<std::size_t>(options.hop_samples);
  const std::size_t frames = audio.size() / hop + 1;
  std::vector<PitchColumn> columns(frames);
  std::vector<float> samples(needed);
  for (std::size_t n = 0; n < frames; ++n) {
    const auto start = static_cast<std::ptrdiff_t>(n * hop) - static_cast<std::ptrdiff_t>(needed / 2);
    for (std::size_t i = 0; i < needed; ++i) {
      const std::ptrdiff_t t = start + static_cast<std::ptrdiff_t>(i);
      const bool inside = t >= 0 && t < static_cast<std::ptrdiff_t>(audio.size());
      samples[i] = inside ? audio[static_cast<std::size_t>(t)] : 0.0F;
    }
    columns[n].candidates = yin.find(samples);
    extend_paths(n == 0 ? nullptr : &columns[n - 1], columns[n], options);
  }

  const std::vector<double> f0 = best_path(columns);
  PitchTrack track{std::vector<float>(frames), std::vector<float>(frames)};
  for (std::size_t n = 0; n < frames; ++n) {
    track.f0_hz[n] = static_cast<float>(f0[n]);
    track.voicing[n] = f0[n] > 0 ? 1.0F : 0.0F;
  }
  fill_unvoiced(track);
  return track;
}

}  // namespace driftwave
