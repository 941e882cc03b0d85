#include "vocoder/bass_pitch.h"

#include <algorithm>
#include <cmath>

namespace driftwave {
namespace {

/// A bass note is so regular, ..
constexpr double kTone = 0.15;
/// .. by so much more than what was heard without it ..
constexpr double kBetter = 0.1;
/// .. and stays within this from frame to frame.
constexpr double kSteadyOctaves = 0.08;

PitchOptions bass_options(int sample_rate_hz, int hop_samples) {
  PitchOptions options;
  options.sample_rate_hz = sample_rate_hz;
  options.hop_samples = hop_samples;
  options.low_hz = BassPitch::kLowestHz;
  options.high_hz = BassPitch::kHighestHz;
  return options;
}

}  // namespace

BassPitch::BassPitch(int sample_rate_hz, int hop_samples)
    : yin_(bass_options(sample_rate_hz, hop_samples),
           longest_period_samples(bass_options(sample_rate_hz, hop_samples))) {}

bool BassPitch::doubts(const PitchFrame& heard) noexcept {
  return heard.voicing < 0.5F || heard.aperiodicity > kBetter;
}

PitchFrame BassPitch::corrected(const PitchFrame& heard, std::span<const float> samples) noexcept {
  const PitchCandidates found = yin_.find(samples);
  const double before = last_hz_;
  last_hz_ = 0;
  if (found.size < 2) return heard;
  const PitchCandidate& best = found.states[1];
  const double rest = heard.voicing < 0.5F ? 1.0 : heard.aperiodicity;
  if (best.aperiodicity > kTone || best.aperiodicity + kBetter > rest) return heard;
  last_hz_ = best.f0_hz;
  if (before == 0 || std::abs(std::log2(best.f0_hz / before)) > kSteadyOctaves) return heard;
  return {.f0_hz = static_cast<float>(best.f0_hz),
          .voicing = 1.0F,
          .aperiodicity = static_cast<float>(best.aperiodicity)};
}

}  // namespace driftwave
