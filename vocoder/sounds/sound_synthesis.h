#pragma once
/// Sound maps as sound: an oscillator for each partial and noise through 32 bands, both shaped sample by
/// sample. Noise is keyed by position: the seed and the map alone decide about every sample.
#include <cstdint>
#include <vector>

#include "vocoder/sounds/sound_map.h"

namespace driftwave {

struct SoundSynthesisOptions {
  double seconds = 0;   ///< 0: a one-shot until it has died away, a sustained sound for four seconds
  double pitch_hz = 0;  ///< of a sustained sound; 0: the map's
  double shift_st = 0;  ///< moves all tones, and no noise
  /// The whole result is one round of a loop: its steady part alone, every partial a whole number of periods
  /// long and the noise a ring, so that its end meets its beginning.
  bool loop = false;
  std::uint64_t seed = 0;
};

/// @return [T] mono at kSoundRateHz with a peak of 0.9; silence for a map that is silent.
/// @throws Error unless 0 <= seconds <= 60 and the map has its family's shape.
[[nodiscard]] std::vector<float> synthesise_sound(const SoundMap& map, const SoundSynthesisOptions& options);

}  // namespace driftwave
