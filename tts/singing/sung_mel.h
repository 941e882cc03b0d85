#pragma once
/// What singing changes in the mel and the voicing of speech.
#include <span>
#include <vector>

#include "engine/dsp/mel.h"
#include "tts/singing/timing.h"
#include "vocoder/vocoder.h"

namespace driftwave {

/// Vowels and sonorants sound through: speech creaks, and lets go early, where singing does not.
/// @param spoken [F] what the model takes the voicing to be. @return [F]
[[nodiscard]] std::vector<float> sung_voicing(const PhraseTiming& timing, std::span<const float> spoken);

struct SungMelOptions {
  double breathiness = 0.0;  ///< 0 .. 1
  double formant_st = 0.0;
  float noise = 1.0F;  ///< gain on the vocoder's noise
  MelSettings mel;
};

/// Dynamics, breath and formants. A louder voice is a brighter one too. @param gain_db [F]
void shape_sung(VocoderInput& features, std::span<const float> gain_db, const SungMelOptions& options);

}  // namespace driftwave
