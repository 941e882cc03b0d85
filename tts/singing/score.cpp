#include "tts/singing/score.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/core/error.h"

namespace driftwave {
namespace {

/// Shorter overlaps are legato playing, longer ones two voices.
constexpr double kSimultaneousSeconds = 1e-4;
constexpr double kShortestNote = 0.005;
constexpr ScoreLimits kLimits;

[[noreturn]] void refuse(const std::string& who, const ScorePart& part, const ScoreNote& note,
                         const std::string& problem) {
  throw Error("{}: part \"{}\", {}: {}", who, part.name, describe(note.place), problem);
}

void check_values(const std::string& who, const ScorePart& part, const ScoreNote& note) {
  const bool is_finite = std::isfinite(note.begin_seconds) && std::isfinite(note.end_seconds) &&
                         std::isfinite(note.key) && std::isfinite(note.gain_db);
  if (!is_finite) refuse(who, part, note, "want a note of finite time and pitch, got none");
  if (note.begin_seconds < 0 || note.end_seconds > kLimits.longest_part)
    refuse(who, part, note, fmt::format("want a song of at most {:g} seconds", kLimits.longest_part));
  if (note.end_seconds - note.begin_seconds > kLimits.longest_note)
    refuse(who, part, note,
           fmt::format("want a note of at most {:g} seconds, got {:g}", kLimits.longest_note,
                       note.end_seconds - note.begin_seconds));
  if (note.end_seconds - note.begin_seconds < kShortestNote)
    refuse(who, part, note, "want a note that lasts at least 5 milliseconds");
}

void check_range(const std::string& who, const ScorePart& part, const ScoreNote& note) {
  if (note.key >= kLimits.lowest_key && note.key <= kLimits.highest_key) return;
  refuse(who, part, note,
         fmt::format("want a pitch of {} to {}, got {}; --transpose moves all", key_name(kLimits.lowest_key),
                     key_name(kLimits.highest_key), key_name(note.key)));
}

void finish_part(ScorePart& part, const std::string& who) {
  std::vector<ScoreNote>& notes = part.notes;
  if (notes.size() > kLimits.most_notes)
    throw Error("{}: part \"{}\": want at most {} notes, got {}", who, part.name, kLimits.most_notes,
                notes.size());
  for (const ScoreNote& note : notes)
    if (!std::isfinite(note.begin_seconds)) check_values(who, part, note);
  std::ranges::stable_sort(notes, {}, &ScoreNote::begin_seconds);
  for (std::size_t i = 0; i < notes.size(); ++i) {
    if (i + 1 < notes.size()) {
      const double next = notes[i + 1].begin_seconds;
      if (next - notes[i].begin_seconds < kSimultaneousSeconds)
        refuse(who, part, notes[i + 1], "want one note at a time, got two that begin together");
      notes[i].end_seconds = std::min(notes[i].end_seconds, next);
    }
    check_values(who, part, notes[i]);
  }
}

}  // namespace

std::string describe(const ScorePlace& place) {
  return fmt::format("bar {}, beat {:g}", place.bar, std::round(place.beat * 1000.0) / 1000.0);
}

std::string key_name(double key) {
  constexpr std::array kNames{"C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"};
  if (!(std::abs(key) < 1e6)) return fmt::format("key {}", key);
  const long cents = std::lround(key * 100.0);
  const long nearest = std::lround(static_cast<double>(cents) / 100.0);
  const long octave = static_cast<long>(std::floor(static_cast<double>(nearest) / 12.0)) - 1;
  const long rest = cents - nearest * 100;
  return fmt::format("{}{}{}", kNames[static_cast<std::size_t>(((nearest % 12) + 12) % 12)], octave,
                     rest == 0 ? "" : fmt::format("{:+}", rest));
}

void finish_score(Score& score, const std::string& who) {
  std::erase_if(score.parts, [](const ScorePart& part) { return part.notes.empty(); });
  if (score.parts.empty()) throw Error("{}: want notes to sing, got none", who);
  for (ScorePart& part : score.parts) finish_part(part, who);
}

void transpose(Score& score, double semitones, const std::string& who) {
  for (ScorePart& part : score.parts)
    for (ScoreNote& note : part.notes) {
      note.key += semitones;
      check_range(who, part, note);
    }
}

}  // namespace driftwave
