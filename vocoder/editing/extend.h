#pragma once
/// Bandwidth extension: the upper bands that a telephone, an old recording or a codec left out.
#include <span>
#include <vector>

#include "vocoder/mel_completion/mel_completion.h"
#include "vocoder/vocoder.h"

namespace driftwave {

/// Where a recording's band ends: the highest frequency whose loud moments are within 70 dB of the loudest
/// frequency's. @param audio [T]. @return hertz, half the rate for a full band. @throws Error for silence.
[[nodiscard]] double estimate_bandwidth_hz(std::span<const float> audio, const MelSettings& settings);

/// The mel above the cutoff comes from `completion` (translated, where the vocoder's is another), the sound
/// there from the vocoder on the recording's own pitch and phase; below, the recording stays.
///
/// @param audio [T] at the vocoder's rate. @param cutoff_hz where its band ends.
/// @return [T], empty when options.progress cancelled.
/// @throws Error unless 1 kHz <= cutoff < 0.9 of half the rate.
[[nodiscard]] std::vector<float> extend(const Vocoder& vocoder, const MelCompletion& completion,
                                        std::span<const float> audio, double cutoff_hz,
                                        const VocoderOptions& options);

}  // namespace driftwave
