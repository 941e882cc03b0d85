#pragma once
/// Reading rules: each looks at the lexemes from one point on and says how to speak some of them.
///
/// Families are tried in the order of all_rules(); within a family, in table order. The first rule that
/// matches wins, so a more specific one stands before a more general one.
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tts/text/rules/lexeme.h"

namespace driftwave {

/// What to say for consecutive lexemes. In `words`, spaces separate words, a lone "," is a pause, and
/// "{PM}" or "{CPUs}" is read letter by letter, "[[ipa]]" is phonemes for the lexemes' own text.
struct SpokenPart {
  std::ptrdiff_t lexemes = 0;
  std::string words;  ///< empty: the lexemes are passed over in silence
};
using Reading = std::vector<SpokenPart>;

/// Whether a rule may begin at a plain word, see is_plain_word(): nearly all words are plain, and few rules
/// ask about them.
enum class PlainWords { kNever, kMay };

struct Rule {
  std::string_view name;
  /// Empty where the rule does not apply.
  Reading (*read)(const Cursor& at);
  PlainWords plain_words = PlainWords::kNever;
};

/// Whether a word of at least two small ASCII letters stands at the cursor, spaces around it, and another
/// word behind it, perhaps after a comma.
[[nodiscard]] bool is_plain_word(const Cursor& at);

[[nodiscard]] std::span<const Rule> web_rules();          ///< addresses, mail, files, handles
[[nodiscard]] std::span<const Rule> code_rules();         ///< identifiers, colours, card numbers
[[nodiscard]] std::span<const Rule> designation_rules();  ///< rooms, models, durations
[[nodiscard]] std::span<const Rule> phone_rules();        ///< telephone numbers and digit codes
[[nodiscard]] std::span<const Rule> date_rules();         ///< dates, eras, decades, years
[[nodiscard]] std::span<const Rule> time_rules();         ///< times of day
[[nodiscard]] std::span<const Rule> money_rules();        ///< amounts of money
[[nodiscard]] std::span<const Rule> unit_rules();         ///< measures
[[nodiscard]] std::span<const Rule> roman_rules();        ///< Roman numerals
[[nodiscard]] std::span<const Rule> year_rules();         ///< bare years, after units had their chance
[[nodiscard]] std::span<const Rule> number_rules();       ///< versions, ordinals, everything else with digits
[[nodiscard]] std::span<const Rule> interjection_rules();  ///< hm, shh, sooo
[[nodiscard]] std::span<const Rule> compound_rules();      ///< well-read, lead-free
[[nodiscard]] std::span<const Rule> address_rules();       ///< streets, directions, states
[[nodiscard]] std::span<const Rule> abbreviation_rules();  ///< Mr., e.g., Mon-Fri
[[nodiscard]] std::span<const Rule> initialism_rules();    ///< FBI, PhD, NASA
[[nodiscard]] std::span<const Rule> symbol_rules();        ///< & @ # + = and the like

/// The families in order.
[[nodiscard]] std::span<const std::span<const Rule>> all_rules();

/// What the first rule says that matches; empty where none does.
[[nodiscard]] Reading first_reading(const Cursor& at);

}  // namespace driftwave
