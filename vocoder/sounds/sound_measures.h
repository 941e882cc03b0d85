#pragma once
/// What analyse_sound() is made of.
#include <span>

#include "vocoder/sounds/sound_analysis.h"

namespace driftwave {

/// Tones are peaks of the spectrum that stand out of their surroundings, noise is the rest: the levels of its
/// bands are followed sample by sample, so that an attack stays one. Fills map.levels_db.
/// @param sound [T] from its onset on
void measure_one_shot(std::span<const float> sound, SoundMap& map);

/// Tones are what lies at multiples of the pitch, noise is what lies between. Fills map.levels_db and
/// map.pitch_hz.
void measure_sustained(std::span<const float> sound, SoundMap& map);

/// @param sound [T] from its onset on
[[nodiscard]] Descriptors measure_descriptors(std::span<const float> sound, const SoundMap& map);

/// From one channel of noise or sound to all bands at once. @return [kNoiseBands, T]
[[nodiscard]] Array2<float> split_into_bands(std::span<const float> sound);

}  // namespace driftwave
