#pragma once
/// What the normaliser hands to the phonemiser: speakable words, each tied to the source text it reads.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace driftwave {

enum class TokenKind {
  kWord,         ///< an ordinary word
  kLetters,      ///< read letter by letter: "F B I", or "C P U s" for a plural
  kPunctuation,  ///< one of , . ? ! ; : … —
  kIpa,          ///< phonemes given by the author: [[həlˈoʊ]], without the brackets
};

/// One spoken word or mark. Several tokens may read the same source ("1995" gives three words).
struct Token {
  std::string text;
  std::size_t source_begin = 0;  ///< byte offset
  std::size_t source_end = 0;    ///< one past the last byte
  TokenKind kind = TokenKind::kWord;
  std::string phonemes{};  ///< IPA of a word that espeak-ng would read otherwise; empty leaves it to that

  bool operator==(const Token&) const = default;
};

/// The tokens as one readable line: words apart, punctuation attached to the word before it.
[[nodiscard]] std::string to_text(const std::vector<Token>& tokens);

}  // namespace driftwave
