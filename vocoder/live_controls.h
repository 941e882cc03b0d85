#pragma once
/// What a player can turn while live audio is resynthesised.

namespace driftwave {

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
  bool freeze = false;         ///< holds the mel and the pitch
  /// As sounds were made first: gains on the prior alone, which the steps undo, and the input's phase even
  /// where it has no single pitch.
  bool is_first_generation = false;

  bool operator==(const LiveControls&) const = default;
};

}  // namespace driftwave
