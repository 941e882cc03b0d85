#pragma once
/// What an acoustic model can be asked for.
#include <cstdint>
#include <span>

#include "tts/acoustic/acoustic_model.h"

namespace driftwave {

/// @throws Error naming the argument that is out of range, or when there are no phonemes.
void check_acoustic_options(std::span<const std::int32_t> phonemes, const AcousticOptions& options,
                            const AcousticConfig& config, int most_steps);

}  // namespace driftwave
