#pragma once
/// German numbers as words, and the small lists that rules and sentence ends share.
#include <cstdint>
#include <string>
#include <string_view>

#include "tts/text/figures/figures.h"
#include "tts/text/figures/short_forms.h"
#include "tts/text/rules/number_words.h"

namespace driftwave::german {

/// "einhundertdreiundzwanzig"; past 18 digits they are read one by one.
[[nodiscard]] std::string cardinal(std::string_view digits);

/// "dritte", with an ending behind it: "n", "r", "s", "m" or none.
[[nodiscard]] std::string ordinal(std::int64_t value, std::string_view ending);

/// "neunzehnhundertachtundneunzig", "zweitausendvierundzwanzig".
[[nodiscard]] std::string year(std::int64_t value);

/// January is 1; as a whole, in any case, or short ("Jan", "Sept"). 0 for others.
[[nodiscard]] int month_of(std::string_view word);
[[nodiscard]] inline bool is_month(std::string_view word) {
  return month_of(word) > 0;
}
[[nodiscard]] std::string_view month_name(int month);

/// Whether a number behind such a word (in any case) is an ordinal where a full stop follows: "am", "der".
[[nodiscard]] bool asks_for_ordinal(std::string_view word);

/// What a Roman number in capitals is worth, up to 89; 0 for other words.
[[nodiscard]] int roman_number(std::string_view word);

[[nodiscard]] const FigureWords& figure_words();

/// For a text that ends with an abbreviation but for its last full stop. kNone for other words.
[[nodiscard]] AbbreviationEnd abbreviation_end(std::string_view text);

}  // namespace driftwave::german
