#pragma once
/// What is sung: parts of notes with lyrics, whatever format they came in.
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace driftwave {

/// Where a note stands on paper; both count from 1.
struct ScorePlace {
  int bar = 1;
  double beat = 1.0;

  bool operator==(const ScorePlace&) const = default;
};

/// "bar 3, beat 2.5"
[[nodiscard]] std::string describe(const ScorePlace& place);

/// A point of a note's own pitch line.
struct BendPoint {
  double seconds = 0.0;    ///< from the note's beginning; negative: before it
  double semitones = 0.0;  ///< from the note's key

  bool operator==(const BendPoint&) const = default;
};

/// A sine on top of the pitch, from begin_seconds to the end of the note.
struct NoteVibrato {
  double begin_seconds = 0.0;  ///< from the note's beginning
  double rate_hz = 5.5;
  double depth_cents = 40.0;  ///< from the middle to a peak; 0: no vibrato
  double fade_in_seconds = 0.0;
  double fade_out_seconds = 0.0;
  double phase_turns = 0.0;  ///< where in its period it begins
  double drift_cents = 0.0;  ///< added to the pitch where the vibrato is full

  bool operator==(const NoteVibrato&) const = default;
};

struct ScoreNote {
  double begin_seconds = 0.0;
  double end_seconds = 0.0;
  double key = 60.0;       ///< MIDI's number; what is behind the point are cents
  std::string lyric = {};  ///< as parse_lyric() reads it
  ScorePlace place = {};
  double gain_db = 0.0;
  /// Straight lines between these points, ascending, in place of portamento and scoop; empty: by rule.
  std::vector<BendPoint> bend = {};
  std::optional<NoteVibrato> vibrato = std::nullopt;  ///< absent: by rule

  bool operator==(const ScoreNote&) const = default;
};

/// One voice: its notes ascend and do not overlap.
struct ScorePart {
  std::string name;
  std::vector<ScoreNote> notes;
};

struct Score {
  std::vector<ScorePart> parts;  ///< those that have notes
};

/// "A4", "C#5+20" for 20 cents above; with flats never.
[[nodiscard]] std::string key_name(double key);

/// What one voice can sing, of any score.
struct ScoreLimits {
  double lowest_key = 36.0;    ///< C2, 65 Hz
  double highest_key = 85.0;   ///< C#6, 1,109 Hz
  double longest_note = 60.0;  ///< seconds
  double longest_part = 7200.0;
  std::size_t most_notes = 100'000;
};

/// Sorts the notes of each part, ends a note where the next begins, and checks them.
/// @param who the file. @throws Error naming part, bar and beat: two notes at once, a note without length,
/// values out of range.
void finish_score(Score& score, const std::string& who);

/// Moves all keys. @throws Error naming part, bar and beat of a note that no voice can sing afterwards.
void transpose(Score& score, double semitones, const std::string& who);

}  // namespace driftwave
