#include "vocoder/analysis.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "engine/core/error.h"
#include "engine/dsp/biquad.h"
#include "engine/dsp/loudness.h"
#include "engine/dsp/phase_reference.h"
#include "engine/dsp/pitch.h"
#include "vocoder/harmonic_ripple.h"

namespace driftwave {

Analysis analyze(std::span<const float> audio, const MelSettings& settings) {
  Analysis analysis;
  std::vector<float> levelled(audio.begin(), audio.end());
  // As the models' training data were prepared: rumble out, then one loudness.
  high_pass(levelled, {.sample_rate_hz = settings.sample_rate_hz});
  analysis.gain = loudness_gain(levelled, settings.sample_rate_hz, kModelLoudnessLufs);
  for (float& sample : levelled) sample *= static_cast<float>(analysis.gain);
  analysis.features.mel = log_mel(levelled, settings);
  const PitchOptions options{.sample_rate_hz = settings.sample_rate_hz, .hop_samples = settings.hop_samples};
  PhaseReference reference = refine_pitch(levelled, track_pitch(levelled, options), options);
  analysis.features.f0_hz = std::move(reference.pitch.f0_hz);
  analysis.features.voicing = std::move(reference.pitch.voicing);
  analysis.features.phase_rad = std::move(reference.phase_rad);
  levelled.resize(analysis.features.mel.rows() * static_cast<std::size_t>(settings.hop_samples));
  analysis.audio = std::move(levelled);
  return analysis;
}

void restore(double gain, const MelSettings& settings, std::span<float> sound) {
  for (float& sample : sound) sample /= static_cast<float>(gain);
  // The same filter backwards in time: together they turn nothing.
  std::ranges::reverse(sound);
  high_pass(sound, {.sample_rate_hz = settings.sample_rate_hz});
  std::ranges::reverse(sound);
}

void shift_pitch(VocoderInput& features, const MelSettings& settings, double semitones) {
  if (!(semitones >= -24.0 && semitones <= 24.0)) {
    throw Error("pitch: want -24 to 24 semitones, got {}", semitones);
  }
  if (semitones == 0.0) return;
  features.phase_rad.clear();
  const auto factor = static_cast<float>(std::exp2(semitones / 12.0));
  if (settings.scale == MelScale::kNaturalLog) {
    HarmonicRipple ripples(settings);
    const auto lowest = static_cast<float>(std::log(settings.floor));
    std::vector<float> envelope(features.mel.cols());
    std::vector<float> ripple(features.mel.cols());
    for (std::size_t n = 0; n < features.mel.rows(); ++n) {
      if (features.voicing[n] < 0.5F) continue;
      const std::span<float> mel = features.mel.row(n);
      ripples.split(mel, features.f0_hz[n], envelope, ripple);
      for (std::size_t m = 0; m < mel.size(); ++m)
        mel[m] = std::max(envelope[m] + ripples.stretched(ripple, m, factor), lowest);
    }
  }
  for (float& f0 : features.f0_hz) f0 *= factor;
}

}  // namespace driftwave
