#pragma once
/// The signs in a note's lyric, as OpenUtau, Synthesizer V and karaoke files use them.
#include <string>
#include <string_view>

namespace driftwave {

enum class LyricKind {
  kWord,      ///< begins a word, which later notes may go on with
  kSyllable,  ///< "+": the word's next syllable, "+2": its second
  kHold,      ///< "+~", "+*", "-": the vowel goes on
  kBreath,    ///< "br", "AP": a breath is drawn
  kRest,      ///< "R", "SP", "rest", "pau", "sil": silence
  kNone       ///< nothing is written
};

struct Lyric {
  LyricKind kind = LyricKind::kNone;
  std::string text;  ///< the word, without marks that have no sound
  std::string ipa;  ///< its phonemes where they are given: "[[ipa]]", or a hint, "word[HH AH]" or "word[ipa]"
  int syllable = 0;  ///< of kSyllable: which one, from 1; 0: the next

  bool operator==(const Lyric&) const = default;
};

/// @throws Error for phonemes that nobody can say and brackets that do not close.
[[nodiscard]] Lyric parse_lyric(std::string_view lyric);

}  // namespace driftwave
