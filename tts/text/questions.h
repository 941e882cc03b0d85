#pragma once
/// Which questions rise at their end, in English.
#include <optional>
#include <vector>

#include "tts/text/phonemes.h"
#include "tts/text/token.h"

namespace driftwave {

/// Whether a sentence's melody rises at its end: questions for yes or no do ("Is it late?", "You are
/// going?"), those that ask with a word ("To whom?") or let choose ("Tea or coffee?") fall like statements.
[[nodiscard]] bool rises_at_end(const std::vector<Token>& sentence);

/// Index of the phoneme where that rise begins: the vowel of the last stressed syllable; without one, the
/// last word's first phoneme. Absent when nothing is spoken.
[[nodiscard]] std::optional<std::size_t> begin_of_rise(const PhonemeSequence& phonemes);

}  // namespace driftwave
