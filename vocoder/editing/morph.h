#pragma once
/// One sound on its way to another.
#include <span>
#include <vector>

#include "vocoder/vocoder.h"

namespace driftwave {

struct MorphOptions {
  double from = 0.5;  ///< share of the second sound at the beginning, 0..1
  double to = 0.5;    ///< and at the end
};

/// Both are aligned in time (engine/dsp/time_alignment.h); mel and voicing lie on the straight line between
/// the aligned frames, pitch and level on the line between their logarithms, durations between both, and the
/// noise on the great circle between options.seed and the seed after it.
///
/// @param a, b [T] at the vocoder's rate. @return as long as the mean of both weighs; empty when
/// options.progress cancelled.
/// @throws Error unless the shares are in 0..1, or for an empty sound.
[[nodiscard]] std::vector<float> morph(const Vocoder& vocoder, std::span<const float> a,
                                       std::span<const float> b, const MorphOptions& shares,
                                       const VocoderOptions& options);

}  // namespace driftwave
