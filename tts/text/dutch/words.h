#pragma once
/// Dutch numbers as words, and the small lists that rules and sentence ends share.
#include <cstdint>
#include <string>
#include <string_view>

#include "tts/text/figures/figures.h"
#include "tts/text/figures/short_forms.h"
#include "tts/text/rules/number_words.h"

namespace driftwave::dutch {

/// "honderddrieëntwintig", "tweeduizend vijf"; past 18 digits they are read one by one.
[[nodiscard]] std::string cardinal(std::string_view digits);

/// "derde", "eenentwintigste".
[[nodiscard]] std::string ordinal(std::int64_t value);

/// "negentien achtennegentig", "negentienhonderdvijf", "tweeduizend vierentwintig".
[[nodiscard]] std::string year(std::int64_t value);

/// January is 1; as a whole or short ("jan", "sept"), in any case. 0 for others.
[[nodiscard]] int month_of(std::string_view word);
[[nodiscard]] std::string_view month_name(int month);

/// What a Roman number in capitals is worth; 0 for other words.
[[nodiscard]] int roman_number(std::string_view word);

[[nodiscard]] const FigureWords& figure_words();

/// For a text that ends with an abbreviation but for its last full stop. kNone for other words.
[[nodiscard]] AbbreviationEnd abbreviation_end(std::string_view text);

/// Whether a word begins sentences far more often than it follows an abbreviation within one.
[[nodiscard]] bool opens_sentence(std::string_view word);

}  // namespace driftwave::dutch
