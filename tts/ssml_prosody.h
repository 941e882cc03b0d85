#pragma once
/// The manner of speaking that SSML asks for, element inside element. Private to tts/ssml.cpp.
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tts/acoustic/pitch_contour.h"

namespace driftwave {

struct Prosody {
  double speed = 1.0;
  double pitch_st = 0.0;
  double pitch_range = 1.0;
  double volume_db = 0.0;
  /// Of the innermost <prosody> that has one; null for none.
  std::shared_ptr<const std::vector<PitchPoint>> contour = nullptr;

  bool operator==(const Prosody&) const = default;
};

/// Applies one attribute of <prosody>. @return whether it was understood; otherwise nothing changes.
[[nodiscard]] bool change_prosody(std::string_view name, const std::string& value, Prosody& prosody);

/// How much <emphasis> sets words apart; the innermost one counts.
enum class Emphasis { kNone, kReduced, kModerate, kStrong };

/// Absent for a level that SSML does not know.
[[nodiscard]] std::optional<Emphasis> ssml_emphasis(std::string_view level);

/// `prosody` with an emphasis on top of it: stressed words are higher, livelier, slower and louder.
///
/// The figures lie past what listeners tell apart: 1.5 semitones are heard as more prominence (Rietveld and
/// Gussenhoven 1985, Journal of Phonetics 13), a twentieth of the speed as another tempo (Quené 2007, Journal
/// of Phonetics 35).
[[nodiscard]] Prosody emphasised(Prosody prosody, Emphasis emphasis);

/// Brings what a voice cannot do to its limit. @param note is told of each, as "a speed of 5 is spoken as 4,
/// the limit".
void limit_prosody(Prosody& prosody, const std::function<void(const std::string&)>& note);

}  // namespace driftwave
