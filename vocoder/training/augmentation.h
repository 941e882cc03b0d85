#pragma once
/// Changes of the training data that the vocoder will meet in use.
#include <ATen/core/Tensor.h>

#include <cstdint>

namespace driftwave::training {

/// Removes what lies above a frequency, over a sixth of an octave: a phone line, an old recording.
/// @param audio [B, T]. @param cutoff_hz [B]; at or above half of the rate leaves a row as it is.
[[nodiscard]] at::Tensor band_limited(const at::Tensor& audio, const at::Tensor& cutoff_hz,
                                      int sample_rate_hz);

/// Plays audio at another speed, and so at another pitch, by cutting or filling up its spectrum. The ends
/// ring for some hundred samples.
/// @param audio [B, T]. @return [B, samples]: T / samples times as fast
[[nodiscard]] at::Tensor at_speed(const at::Tensor& audio, std::int64_t samples);

/// A mel without the ripple of its harmonics: what a caller gives who changed the pitch and not the mel, or
/// whose model of speech draws no harmonics. Mean over five bands.
/// @param mel [B, F, M]
[[nodiscard]] at::Tensor smoothed_mel(const at::Tensor& mel);

}  // namespace driftwave::training
