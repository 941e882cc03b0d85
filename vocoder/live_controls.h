#pragma once
/// What a player can turn while live audio is resynthesised.
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "vocoder/musical_scale.h"

namespace driftwave {

/// How far something that moves by itself takes controls along.
struct MotionDepths {
  float pitch_st = 0.0F;
  float formant_st = 0.0F;
  float morph = 0.0F;
  float strength = 0.0F;

  bool operator==(const MotionDepths&) const = default;
};

struct MotionControls {
  float wave_hz = 1.0F;
  float wave_start_turns = 0.0F;  ///< where the wave is when the sound begins
  MotionDepths wave = {};         ///< to both sides
  MotionDepths loudness = {};     ///< from the softest input to the loudest
  float vibrato_st = 0.0F;

  bool operator==(const MotionControls&) const = default;
};

/// A voice that sings with the first one, from the same words.
struct HarmonyVoice {
  bool sings = false;
  int steps = 0;    ///< of the scale away from the first voice
  float hz = 0.0F;  ///< a note in place of that; 0: none
  bool operator==(const HarmonyVoice&) const = default;
};
inline constexpr std::size_t kHarmonyVoices = 3;

/// The values at rest change nothing.
struct LiveControls {
  float pitch_st = 0.0F;            ///< -24 .. 24: moves the pitch and the harmonics that the mel shows
  float formant_st = 0.0F;          ///< -12 .. 12: moves the envelope; the pitch stays
  float tilt_db_per_octave = 0.0F;  ///< -12 .. 12, around 1 kHz
  float smear_seconds = 0.0F;  ///< the envelope's memory: time to fall by 60 dB; attacks are slowed as much
  float morph = 0.0F;          ///< 0 .. 1: from the input's mel to the side chain's
  float robot_hz = 0.0F;       ///< a pitch in place of the input's; 0: the input's
  float glide_seconds = 0.0F;  ///< until a new robot pitch is nearly reached
  float tone = 0.0F;           ///< 0 .. 1: the least voicing: gives pitch to what has none
  float strength = 1.0F;       ///< 0 keeps the input's own sound, 1 makes it anew
  float harmonics = 1.0F;      ///< gain on the pitched part; 0 whispers
  float breath = 1.0F;         ///< gain on the noise part
  float retune = 0.0F;         ///< 0 .. 1: how far the pitch is drawn to the scale's notes
  MusicalScale scale = {};
  std::array<HarmonyVoice, kHarmonyVoices> harmony = {};
  float harmony_gain = 1.0F;
  MotionControls motion = {};
  std::optional<std::uint64_t> seed = {};  ///< of the noise from here on; none: as the sound began
  bool freeze = false;                     ///< holds the mel and the pitch
  /// As sounds were made first: gains on the prior alone, which the steps undo, and the input's phase even
  /// where it has no single pitch.
  bool is_first_generation = false;

  bool operator==(const LiveControls&) const = default;
};

}  // namespace driftwave
