#include "engine/dsp/pitch_stream.h"

#include <algorithm>

#include "engine/core/error.h"

namespace driftwave {
namespace {

constexpr float kDefaultF0Hz = 150.0F;
constexpr std::size_t kMaxLagFrames = 1000;

std::size_t lookahead_of(const PitchStreamOptions& options) {
  // Checks the hop before it is used.
  (void)longest_period_samples(options.pitch);
  const auto hop = static_cast<std::size_t>(options.pitch.hop_samples);
  const std::size_t lookahead = options.lookahead_samples == 0 ? 2 * hop : options.lookahead_samples;
  if (lookahead < hop) throw Error("pitch stream: lookahead_samples: want >= {}, got {}", hop, lookahead);
  if (options.lag_frames > kMaxLagFrames)
    throw Error("pitch stream: lag_frames: want 0..{}, got {}", kMaxLagFrames, options.lag_frames);
  return lookahead;
}

/// track_pitch's window of two of the longest periods, cut so that a frame ends with the lookahead and stays
/// centred; never less than one period, at the price of looking back. On speech the cut window beats a whole
/// one that ends early (voicing as offline in 96.4 against 95.7 % of the frames at lag 0) and halves the FFT.
std::size_t window_of(const PitchOptions& options, std::size_t lookahead) {
  const std::size_t longest = longest_period_samples(options);
  const std::size_t room = 2 * lookahead;
  return std::clamp(room > longest + 1 ? room - (longest + 1) : 0, longest, 2 * longest);
}

/// Samples of a YIN frame after its centre.
std::size_t yin_ahead(const YinCandidates& yin, std::size_t lookahead) {
  return std::min(yin.frame_samples() - yin.frame_samples() / 2, lookahead);
}

}  // namespace

PitchStream::PitchStream(const PitchStreamOptions& options)
    : options_(options),
      lookahead_(lookahead_of(options)),
      yin_(options.pitch, window_of(options.pitch, lookahead_)),
      instantaneous_(options.pitch.sample_rate_hz, lookahead_ - 1),
      feed_({.hop_samples = static_cast<std::size_t>(options.pitch.hop_samples),
             .lookahead_samples = lookahead_,
             .window_samples = lookahead_ + std::max(yin_.frame_samples() - yin_ahead(yin_, lookahead_),
                                                     options.lag_frames * static_cast<std::size_t>(
                                                                              options.pitch.hop_samples) +
                                                         instantaneous_.half_samples())}),
      columns_(options.lag_frames + 2),
      held_hz_(kDefaultF0Hz) {}

std::size_t PitchStream::latency_samples() const noexcept {
  return lookahead_ + options_.lag_frames * static_cast<std::size_t>(options_.pitch.hop_samples);
}

bool PitchStream::analyse() noexcept {
  const std::size_t n = feed_.frame();
  const std::span<const float> window = feed_.window();
  const std::size_t end = window.size() - lookahead_ + yin_ahead(yin_, lookahead_);
  PitchColumn& now = column(n);
  now.candidates = yin_.find(window.subspan(end - yin_.frame_samples(), yin_.frame_samples()));
  extend_paths(n == 0 ? nullptr : &column(n - 1), now, options_.pitch);
  // Only differences matter; the sums would grow for as long as the stream runs.
  const double least = now.cost[now.best()];
  for (double& cost : now.cost) cost -= least;
  feed_.advance();
  return n >= options_.lag_frames;
}

float PitchStream::refined_hz(std::size_t back, double coarse_hz) const noexcept {
  const std::span<const float> window = feed_.window();
  const std::size_t half = instantaneous_.half_samples();
  const std::size_t centre =
      window.size() - lookahead_ - back * static_cast<std::size_t>(options_.pitch.hop_samples);
  return static_cast<float>(instantaneous_.refine(window.subspan(centre - half, 2 * half + 1), coarse_hz));
}

PitchFrame PitchStream::decide(std::size_t back) noexcept {
  const std::size_t newest = feed_.frame() - 1;
  std::size_t state = column(newest).best();
  // The voiced frame nearest after the one to decide.
  std::size_t onset_back = 0;
  double onset_hz = 0;
  for (std::size_t i = 0; i < back; ++i) {
    const PitchColumn& later = column(newest - i);
    if (const double hz = later.candidates.states[state].f0_hz; hz > 0) {
      onset_back = i;
      onset_hz = hz;
    }
    state = later.came_from[state];
  }
  const PitchCandidate& found = column(newest - back).candidates.states[state];
  if (found.f0_hz > 0) {
    held_hz_ = refined_hz(back, found.f0_hz);
    return {.f0_hz = held_hz_, .voicing = 1.0F, .aperiodicity = static_cast<float>(found.aperiodicity)};
  }
  return {.f0_hz = onset_hz > 0 ? refined_hz(onset_back, onset_hz) : held_hz_, .voicing = 0.0F};
}

bool PitchStream::write(const PitchFrame& frame, std::span<PitchFrame>& out) noexcept {
  if (out.empty()) {
    ++dropped_;
    return false;
  }
  out.front() = frame;
  out = out.subspan(1);
  return true;
}

std::size_t PitchStream::process(std::span<const float> audio, std::span<PitchFrame> out) noexcept {
  std::size_t frames = 0;
  push(audio, [&](const PitchFrame& frame) noexcept { frames += write(frame, out) ? 1 : 0; });
  return frames;
}

std::size_t PitchStream::finish(std::span<PitchFrame> out) noexcept {
  std::size_t frames = 0;
  flush([&](const PitchFrame& frame) noexcept { frames += write(frame, out) ? 1 : 0; });
  return frames;
}

void PitchStream::reset() noexcept {
  feed_.reset();
  held_hz_ = kDefaultF0Hz;
}

}  // namespace driftwave
