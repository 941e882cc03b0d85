#pragma once
/// Recordings as sound maps, and what can be measured of a sound.
#include <array>
#include <span>
#include <vector>

#include "vocoder/sounds/sound_map.h"

namespace driftwave {

/// What a sound can be asked to have, each on a scale on which equal steps sound alike.
enum class Descriptor { kBrightness, kAttack, kDecay, kNoisiness, kPitch, kLength };
inline constexpr std::size_t kDescriptors = 6;
inline constexpr std::array<const char*, kDescriptors> kDescriptorNames = {"brightness", "attack", "decay",
                                                                           "noisiness",  "pitch",  "length"};

/// brightness: octaves above 1 kHz of the mean frequency of 32 bands, weighed by amplitude.
/// attack: log2 of 2 ms and the time to 80 % of the highest envelope (RMS of 10 ms).
/// decay, length: log2 of 10 ms and the time from there to the last moment above -20 and -40 dB.
/// noisiness: power of noise to power of tones in decibels, -40 to 40.
/// pitch: octaves above 100 Hz of the harmonic 1, or of a one-shot's tones, weighed by power; NaN where a
/// one-shot has no tones (noisiness above 20 dB).
using Descriptors = std::array<float, kDescriptors>;

struct AnalysedSound {
  SoundMap map;
  Descriptors descriptors{};
};

/// The sound from its onset (40 dB below its peak) to its end (80 dB below). Empty for silence.
[[nodiscard]] std::span<const float> from_onset(std::span<const float> audio);

/// @param audio [T] mono at kSoundRateHz; what lies before the onset and behind the layout's seconds is not
/// used. @throws Error for silence, or less than 64 samples from the onset on.
[[nodiscard]] AnalysedSound analyse_sound(std::span<const float> audio, SoundFamily family);

/// What a map's sound will measure, more or less, without making it.
[[nodiscard]] Descriptors expected_descriptors(const SoundMap& map);

}  // namespace driftwave
