#pragma once
/// The words on both sides of what may be the end of a sentence, and the questions that rise, for languages
/// whose rules are lists of words.
#include <string_view>
#include <vector>

#include "tts/text/token.h"

namespace driftwave {

inline constexpr std::string_view kTextSpace = " \t\r\n\f\v";

/// Without the quotation mark or bracket before it, and up to the punctuation behind it.
[[nodiscard]] std::string_view first_word(std::string_view text);

/// What stands behind the last white space or opening bracket.
[[nodiscard]] std::string_view last_word(std::string_view text);

/// Whether the next letter, behind white space and quotation marks, is a small one.
[[nodiscard]] bool small_letter_follows(std::string_view after);

/// One letter, of any number of bytes.
[[nodiscard]] bool is_one_letter(std::string_view word);

/// Without the no-break spaces at its end.
[[nodiscard]] std::string_view trim_wide_spaces(std::string_view text);

/// Lists of words apart by spaces, which begin and end with one.
struct QuestionWords {
  std::string_view asking;              ///< "who"
  std::string_view before_asking;       ///< "with" whom
  std::string_view or_;                 ///< tea "or" coffee
  std::string_view elided_asking = {};  ///< begins words that ask: "qu'"; may be empty
};

/// Whether a sentence ends with a question mark, asks with no word, and lets choose between no two.
[[nodiscard]] bool asks_for_yes_or_no(const std::vector<Token>& sentence, const QuestionWords& words);

}  // namespace driftwave
