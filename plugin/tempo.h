#pragma once
/// Times that go with a song.
#include <algorithm>
#include <array>
#include <cmath>

namespace driftwave {

struct Tempo {
  double beats_per_minute = 0;  ///< 0: the host tells none
  double start_beats = 0;       ///< where in the song the sound began
};

/// Lengths of notes in beats: from a thirty-second to four bars, with triplets and dotted ones.
inline constexpr std::array kNoteBeats{0.125, 1.0 / 6, 0.25, 1.0 / 3, 0.5, 0.75,
                                       1.0,   1.5,     2.0,  4.0,     8.0, 16.0};

/// The note whose length is nearest, by ratio. @return its length in beats. RT.
[[nodiscard]] inline double nearest_note_beats(double seconds, const Tempo& tempo) noexcept {
  const double beats = seconds * tempo.beats_per_minute / 60;
  return *std::ranges::min_element(kNoteBeats, {},
                                   [beats](double note) { return std::abs(std::log(note / beats)); });
}

/// As nearest_note_beats, in seconds; what has no length, or no tempo, stays as it is. RT.
[[nodiscard]] inline double in_tempo(double seconds, const Tempo& tempo) noexcept {
  if (tempo.beats_per_minute <= 0 || seconds <= 0) return seconds;
  return nearest_note_beats(seconds, tempo) * 60 / tempo.beats_per_minute;
}

}  // namespace driftwave
