#pragma once
/// The families of French's reading rules, in the order in which they are tried.
#include <span>

#include "tts/text/rules/rule.h"

namespace driftwave::french {

[[nodiscard]] std::span<const Rule> net_rules();           ///< addresses, telephones
[[nodiscard]] std::span<const Rule> date_rules();          ///< dates, times, ordinals
[[nodiscard]] std::span<const Rule> measure_rules();       ///< measures, money
[[nodiscard]] std::span<const Rule> number_rules();        ///< fractions, ratios, all other digits
[[nodiscard]] std::span<const Rule> abbreviation_rules();  ///< M., p. ex., c.-à-d.
[[nodiscard]] std::span<const Rule> capital_rules();       ///< Louis XIV, XIXe, SNCF, OTAN
[[nodiscard]] std::span<const Rule> symbol_rules();        ///< & § + =

}  // namespace driftwave::french
