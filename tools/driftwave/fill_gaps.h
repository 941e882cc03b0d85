#pragma once
/// Gaps of a recording filled with what could have been there: `driftwave inpaint`, and the service.
#include <vector>

#include "engine/audio/audio_file.h"
#include "tools/driftwave/mel_image.h"
#include "vocoder/mel_completion/mel_completion.h"
#include "vocoder/vocoder.h"

namespace driftwave {

struct GapFilling {
  std::vector<TimeRange> gaps;  ///< in any order, may touch
  double fade_ms = 4.0;         ///< of known sound on each side of a gap that gives way
};

/// @param completion of the vocoder's mel; null: straight lines across the gaps
/// @return `before` but for gaps and fades, all the rest to the bit; without samples when options.progress
/// cancelled.
/// @throws Error for a gap that is not within the recording, or when too little is known.
[[nodiscard]] AudioBuffer fill_gaps(const Vocoder& vocoder, const MelCompletion* completion,
                                    const AudioBuffer& before, const GapFilling& filling,
                                    const VocoderOptions& options);

}  // namespace driftwave
