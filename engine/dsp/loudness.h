#pragma once
/// One loudness for everything a model hears.
#include <span>

namespace driftwave {

/// The loudness that models are trained at, in LUFS (ITU-R BS.1770).
inline constexpr double kModelLoudnessLufs = -23.0;

/// Integrated loudness (libebur128); audio under 0.4 s is measured as if repeated.
/// @param audio [T], one channel. @return LUFS, or -infinity for silence.
[[nodiscard]] double loudness_lufs(std::span<const float> audio, int sample_rate_hz);

/// Factor that brings the audio to `target_lufs`; 1 for silence, at most +60 dB.
[[nodiscard]] double loudness_gain(std::span<const float> audio, int sample_rate_hz, double target_lufs);

}  // namespace driftwave
