#pragma once
/// Words to phonemes, through libespeak-ng.
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "tts/text/espeak.h"
#include "tts/text/symbols.h"
#include "tts/text/token.h"

namespace driftwave {

/// Which phonemes speak which piece of the source.
struct WordSpan {
  std::string text;              ///< as normalised: "nineteen ninety-five"
  std::size_t first_id = 0;      ///< index into PhonemeSequence::ids
  std::size_t end_id = 0;        ///< one past the last
  std::size_t source_begin = 0;  ///< byte offset
  std::size_t source_end = 0;    ///< one past the last byte

  bool operator==(const WordSpan&) const = default;
};

/// A spoken sentence as symbol ids.
struct PhonemeSequence {
  /// [P] kBeginId, phonemes with kSpaceId between words and punctuation after words, kEndId; or nothing at
  /// all where there is nothing to say.
  std::vector<SymbolId> ids;
  /// In order, without overlap; punctuation, spaces, begin and end belong to no word.
  std::vector<WordSpan> words;
  /// Code points of the phonemiser's output (or of [[ipa]]) that the inventory lacks.
  std::size_t dropped_symbols = 0;

  [[nodiscard]] bool empty() const { return ids.empty(); }
};

/// Thread: any (copies of one instance share nothing; espeak-ng itself is serialised).
class Phonemizer {
 public:
  /// @throws Error when espeak-ng lacks the voice or its data.
  explicit Phonemizer(EspeakVoice voice = {});

  /// Clause by clause, so that espeak-ng hears phrases, with punctuation put back where it stood.
  /// Words that read the same source bytes share one WordSpan.
  /// @throws Error when espeak-ng fails.
  [[nodiscard]] PhonemeSequence phonemize(const std::vector<Token>& tokens) const;

 private:
  EspeakVoice voice_;
};

}  // namespace driftwave
