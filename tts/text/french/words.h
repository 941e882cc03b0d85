#pragma once
/// French numbers as words, and the small lists that rules and sentence ends share.
#include <cstdint>
#include <string>
#include <string_view>

#include "tts/text/figures/figures.h"
#include "tts/text/figures/short_forms.h"
#include "tts/text/rules/number_words.h"

namespace driftwave::french {

/// "soixante-et-onze", "quatre-vingts", "deux cents"; past 18 digits they are read one by one.
[[nodiscard]] std::string cardinal(std::string_view digits);

/// A number in words before a feminine noun: "vingt-et-une".
[[nodiscard]] std::string feminine(std::string number);

struct OrdinalForm {
  bool feminine = false;
  bool plural = false;
};
/// "premier", "première", "vingt-et-unième".
[[nodiscard]] std::string ordinal(std::int64_t value, OrdinalForm form = {});

/// What the letters behind a number make of it: "er", "re", "e", "èmes". Null for others.
[[nodiscard]] const OrdinalForm* ordinal_ending(std::string_view letters);

/// "de mètres", "d'euros", as behind "un million".
[[nodiscard]] std::string of(std::string_view what);

/// Whether a number in words asks for that.
[[nodiscard]] bool asks_for_of(std::string_view number);

/// Whether a noun is feminine, as far as its ending or a short list says.
[[nodiscard]] bool is_feminine(std::string_view noun);

/// January is 1; as a whole or short ("janv", "févr"), in any case. 0 for others.
[[nodiscard]] int month_of(std::string_view word);
[[nodiscard]] std::string_view month_name(int month);

/// What a Roman number in capitals is worth; 0 for other words.
[[nodiscard]] int roman_number(std::string_view word);

[[nodiscard]] const FigureWords& figure_words();

/// For a text that ends with an abbreviation but for its last full stop. kNone for other words.
[[nodiscard]] AbbreviationEnd abbreviation_end(std::string_view text);

/// Whether a word begins sentences far more often than it follows an abbreviation within one.
[[nodiscard]] bool opens_sentence(std::string_view word);

}  // namespace driftwave::french
