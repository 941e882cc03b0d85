#pragma once
/// The phase of a recording's own fundamental, and from it a pitch track that is smooth and accurate to a
/// fraction of a hertz: the reference that HarmonicFlow's source is trained on.
#include <span>
#include <vector>

#include "engine/dsp/pitch.h"

namespace driftwave {

struct PhaseReference {
  PitchTrack pitch;              ///< refined: f0 is the derivative of the phase
  std::vector<float> phase_rad;  ///< [F] at frame centres, wrapped to -pi..pi
};

/// Heterodynes the audio with the tracked pitch, low-passes (Hann of 40 ms, -6 dB at 25 Hz), unwraps the
/// residual and adds it to the phase. Unvoiced frames take a straight line between their neighbours'
/// residuals.
/// @param audio [T], one channel. @param coarse [F] from track_pitch with the same options.
[[nodiscard]] PhaseReference refine_pitch(std::span<const float> audio, const PitchTrack& coarse,
                                          const PitchOptions& options);

}  // namespace driftwave
