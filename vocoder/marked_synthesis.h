#pragma once
/// The door that all sound from a vocoder passes on its way to a listener, so that no program forgets the
/// watermark (docs/watermark.md). tests/style holds the tree to it.
#include <vector>

#include "vocoder/vocoder.h"

namespace driftwave {

/// Vocoder::synthesize(), marked as options.mark says.
[[nodiscard]] std::vector<float> synthesize_marked(const Vocoder& vocoder, const VocoderInput& input,
                                                   const VocoderOptions& options);

}  // namespace driftwave
