#pragma once
/// Notes and their lyrics as phrases of syllables: what is sung between two rests.
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "tts/singing/phones.h"
#include "tts/singing/score.h"

namespace driftwave {

/// One vowel and the consonants around it, on one note or several.
struct SungSyllable {
  std::vector<SymbolId> ids;  ///< of this syllable alone
  std::vector<Phone> phones;  ///< indices into `ids`
  std::size_t vowel = 0;      ///< index into `phones`
  std::size_t first_note = 0;
  std::size_t end_note = 0;  ///< one past the last note on which the vowel is held
  /// Where on its notes it stands among syllables that share them: the share of their time at which its vowel
  /// begins, 0 for the first.
  double share = 0.0;
  bool begins_word = false;
  std::string word{};  ///< of a syllable that begins one
};

struct SungPhrase {
  bool is_breath = false;  ///< then it has no syllables, and one note
  std::vector<ScoreNote> notes;
  std::vector<SungSyllable> syllables;
};

/// The words of a phrase as phonemes, in context. @param words as written, or "[[ipa]]".
/// @return phonemes of each; empty for a word that has no sound.
using WordReader = std::function<std::vector<std::vector<SymbolId>>(const std::vector<std::string>& words)>;

/// A rest from this length on ends a phrase.
inline constexpr double kPhraseRestSeconds = 0.4;

/// Splits a part at rests and gives each note its syllable. A word's syllables go to the notes that ask for
/// them with "+"; its last note takes all that are left; notes beyond its syllables hold the last vowel.
/// @param who the file. @throws Error naming part, bar and beat for a lyric that cannot be sung: "+" without
/// a word, a word without sound, brackets that do not close.
[[nodiscard]] std::vector<SungPhrase> phrases_of(const ScorePart& part, const WordReader& read,
                                                 const std::string& who);

}  // namespace driftwave
