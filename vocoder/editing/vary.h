#pragma once
/// Variations of a recording: noise is added to it up to some strength and taken away again (SDEdit; Meng et
/// al. 2022, arXiv:2108.01073).
#include <span>
#include <vector>

#include "vocoder/vocoder.h"

namespace driftwave {

/// @param audio [T] at the vocoder's rate. @param strength 0 gives the recording back, 1 keeps
/// only its mel, pitch and phase.
/// @return [T], empty when options.progress cancelled. @throws Error unless 0 <= strength <= 1.
[[nodiscard]] std::vector<float> vary(const Vocoder& vocoder, std::span<const float> audio, double strength,
                                      const VocoderOptions& options);

}  // namespace driftwave
