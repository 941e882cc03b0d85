#pragma once
/// One sound on its way to another.
#include <cstdint>
#include <span>
#include <vector>

#include "vocoder/vocoder.h"

namespace driftwave {

struct MorphOptions {
  double from = 0.5;  ///< share of the second sound at the beginning, 0..1
  double to = 0.5;    ///< and at the end
};

/// A morph before its sound: what the vocoder is to make, and what that is divided by.
struct MorphPlan {
  VocoderInput features;
  NoiseBlend blend;
  std::vector<float> gain;  ///< [F] of each frame's hop
};

/// Both are aligned in time (engine/dsp/time_alignment.h); mel and voicing lie on the straight line between
/// the aligned frames, pitch and level on the line between their logarithms, durations between both, and the
/// noise on the great circle between that of the seed and of the one after it.
///
/// @param a, b [T] at the vocoder's rate.
/// @throws Error unless the shares are in 0..1, or for an empty sound.
[[nodiscard]] MorphPlan plan_morph(const MelSettings& mel, std::span<const float> a, std::span<const float> b,
                                   const MorphOptions& shares, std::uint64_t seed);

/// The sound of plan_morph(). @return as long as the mean of both weighs; empty when options.progress
/// cancelled. @throws Error as plan_morph() and Vocoder::synthesize().
[[nodiscard]] std::vector<float> morph(const Vocoder& vocoder, std::span<const float> a,
                                       std::span<const float> b, const MorphOptions& shares,
                                       const VocoderOptions& options);

}  // namespace driftwave
