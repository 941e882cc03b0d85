#pragma once
/// Fills gaps of a recording with what could have been there.
#include <span>
#include <vector>

#include "vocoder/editing/splice.h"
#include "vocoder/mel_completion/mel_completion.h"
#include "vocoder/vocoder.h"

namespace driftwave {

struct InpaintOptions {
  /// Parts that are lost, in samples; what is there is not listened to. In any order, may touch.
  std::vector<SampleRange> gaps;
  double fade_ms = 4.0;  ///< of known sound on each side of a gap that gives way to the new sound
};

/// The mel of the gaps comes from `completion`, or from straight lines across them when it is null; pitch and
/// its phase run on from both sides. Sound around a gap guides the vocoder.
///
/// @param audio [T] at the vocoder's rate.
/// @return [T]: audio, but for the gaps and the fades; empty when options.progress cancelled.
/// @throws Error when a gap is empty or not within the audio, or less than 50 ms are known.
[[nodiscard]] std::vector<float> inpaint(const Vocoder& vocoder, const MelCompletion* completion,
                                         std::span<const float> audio, const InpaintOptions& gaps,
                                         const VocoderOptions& options);

}  // namespace driftwave
