#pragma once
/// Sentences in capitals, in the letters that the rules know.
#include <vector>

#include "tts/text/rules/lexeme.h"

namespace driftwave {

/// Whether a sentence is written in capitals altogether: at least two words, none with a small letter, and
/// not initialisms alone.
[[nodiscard]] bool is_shouted(const std::vector<Lexeme>& sentence);

/// Gives contractions (I'M, DON'T) and titles (MR., DR.) small letters, and in a sentence that is shouted
/// every word that is no initialism. Genitives of initialisms (FBI'S) keep their capitals.
/// @return whether the sentence is shouted.
bool quieten(std::vector<Lexeme>& sentence);

/// A word of capitals as a name is written: "SMITH" is "Smith".
[[nodiscard]] std::string title_case(std::string_view capitals);

}  // namespace driftwave
