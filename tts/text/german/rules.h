#pragma once
/// The families of German's reading rules, in the order in which they are tried.
#include <span>

#include "tts/text/rules/rule.h"

namespace driftwave::german {

[[nodiscard]] std::span<const Rule> net_rules();           ///< addresses, telephones
[[nodiscard]] std::span<const Rule> date_rules();          ///< dates, times, ordinals
[[nodiscard]] std::span<const Rule> measure_rules();       ///< measures, money
[[nodiscard]] std::span<const Rule> year_rules();          ///< bare years, decades
[[nodiscard]] std::span<const Rule> number_rules();        ///< fractions, ratios, all other digits
[[nodiscard]] std::span<const Rule> name_rules();          ///< Roman numerals
[[nodiscard]] std::span<const Rule> abbreviation_rules();  ///< z. B., Dr., Hauptstr.
[[nodiscard]] std::span<const Rule> capital_rules();       ///< USA, GmbH, NATO
[[nodiscard]] std::span<const Rule> symbol_rules();        ///< & § + =

}  // namespace driftwave::german
