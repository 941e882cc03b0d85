#pragma once
/// The pitch that is sung: notes joined by slides, with scoops, vibrato and drift.
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "tts/singing/score.h"

namespace driftwave {

/// How a singer sings what the notes do not say.
struct SingingStyle {
  /// A slide from one note to the next takes so long, half of it before the beat.
  double portamento_seconds = 0.08;
  double scoop_cents = 60.0;  ///< a phrase begins so far below its first note; 0: on it
  double scoop_seconds = 0.10;
  double vibrato_rate_hz = 5.5;
  double vibrato_depth_cents = 40.0;    ///< from the middle to a peak; 0: none
  double vibrato_delay_seconds = 0.35;  ///< from the note's beginning
  double vibrato_fade_seconds = 0.25;   ///< until it has its full depth
  double drift_cents = 4.0;             ///< standard deviation of a slow wandering
};

struct PitchLineOptions {
  SingingStyle style;
  std::uint64_t seed = 0;
};

/// @param notes of one phrase, in order. @param times in the song's time, ascending.
/// @return MIDI keys, one a time.
[[nodiscard]] std::vector<double> pitch_line(std::span<const ScoreNote> notes, std::span<const double> times,
                                             const PitchLineOptions& options);

/// The vibrato of a note by rule; none for a note that is too short for one.
[[nodiscard]] std::optional<NoteVibrato> vibrato_by_rule(const ScoreNote& note, const SingingStyle& style);

}  // namespace driftwave
