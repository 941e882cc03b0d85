#pragma once
/// Text cut into the smallest pieces that reading rules look at: "$5.20" is a sign, digits, a dot, digits.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace driftwave {

struct Lexeme {
  enum class Kind {
    kNone,    ///< past either end of the sentence
    kSpace,   ///< a run of white space
    kWord,    ///< letters, with apostrophes inside
    kDigits,  ///< a run of decimal digits, as ASCII
    kSymbol,  ///< any other single character
    kIpa,     ///< [[...]], the text without brackets
  };

  Kind kind = Kind::kNone;
  std::string text;       ///< words composed (NFKC) and with plain apostrophes
  std::string lower;      ///< words in lower case; otherwise as `text`
  char32_t symbol = 0;    ///< the character of a symbol
  std::size_t begin = 0;  ///< byte offset in the sentence
  std::size_t end = 0;    ///< one past the last byte
};

/// A word of valid UTF-8 in lower case, in no particular language.
[[nodiscard]] std::string lower_case(const std::string& word);

/// The same in capitals.
[[nodiscard]] std::string upper_case(const std::string& word);

/// Cuts valid UTF-8. Every byte belongs to exactly one lexeme.
[[nodiscard]] std::vector<Lexeme> cut_lexemes(std::string_view sentence);

/// The lexemes around the point where a rule is tried; index 0 is that point, negative is before it.
class Cursor {
 public:
  Cursor(const std::vector<Lexeme>& lexemes, std::size_t at) : lexemes_(lexemes), at_(at) {}

  [[nodiscard]] const Lexeme& operator[](std::ptrdiff_t n) const {
    const std::size_t i = at_ + static_cast<std::size_t>(n);  // before the first it wraps past the last
    return i < lexemes_.size() ? lexemes_[i] : kPastTheEnds;
  }
  [[nodiscard]] Cursor moved(std::ptrdiff_t n) const;

  [[nodiscard]] bool space(std::ptrdiff_t n) const { return (*this)[n].kind == Lexeme::Kind::kSpace; }
  [[nodiscard]] bool word(std::ptrdiff_t n) const { return (*this)[n].kind == Lexeme::Kind::kWord; }
  [[nodiscard]] bool digits(std::ptrdiff_t n) const { return (*this)[n].kind == Lexeme::Kind::kDigits; }
  [[nodiscard]] bool symbol(std::ptrdiff_t n, char32_t c) const { return (*this)[n].symbol == c; }
  [[nodiscard]] bool symbol_of(std::ptrdiff_t n, std::u32string_view set) const;
  /// Whether `n` is a space or past an end.
  [[nodiscard]] bool gap(std::ptrdiff_t n) const {
    return space(n) || (*this)[n].kind == Lexeme::Kind::kNone;
  }
  /// Whether `n` is a letter run or a digit run.
  [[nodiscard]] bool alphanumeric(std::ptrdiff_t n) const { return word(n) || digits(n); }
  /// `n`, or the lexeme after it where `n` is a space.
  [[nodiscard]] std::ptrdiff_t skip_space(std::ptrdiff_t n) const { return space(n) ? n + 1 : n; }
  /// The visible lexeme before the cursor.
  [[nodiscard]] const Lexeme& previous() const { return (*this)[space(-1) ? -2 : -1]; }
  /// Whether `n` is a word that begins with a capital.
  [[nodiscard]] bool capitalised(std::ptrdiff_t n) const;
  /// How often the symbol occurs in the sentence.
  [[nodiscard]] std::ptrdiff_t count_in_sentence(char32_t c) const;
  [[nodiscard]] bool sentence_has(char32_t c) const { return count_in_sentence(c) > 0; }

 private:
  static const Lexeme kPastTheEnds;

  const std::vector<Lexeme>& lexemes_;
  std::size_t at_;
};

/// Whether a word begins with a capital letter.
[[nodiscard]] bool begins_with_capital(std::string_view word);

/// Whether every letter of a word is an ASCII capital.
[[nodiscard]] bool all_capitals(std::string_view word);

}  // namespace driftwave
