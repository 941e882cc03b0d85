#pragma once
/// Changes of the training data that the vocoder will meet in use.
#include <ATen/core/Tensor.h>

namespace driftwave::training {

/// Removes what lies above a frequency, over a sixth of an octave: a phone line, an old recording.
/// @param audio [B, T]. @param cutoff_hz [B]; at or above half of the rate leaves a row as it is.
[[nodiscard]] at::Tensor band_limited(const at::Tensor& audio, const at::Tensor& cutoff_hz,
                                      int sample_rate_hz);

/// A mel without the ripple of its harmonics: what a caller gives who changed the pitch and not the mel, or
/// whose model of speech draws no harmonics. Mean over five bands.
/// @param mel [B, F, M]
[[nodiscard]] at::Tensor smoothed_mel(const at::Tensor& mel);

}  // namespace driftwave::training
