#pragma once
/// The families of Dutch's reading rules, in the order in which they are tried.
#include <span>

#include "tts/text/rules/rule.h"

namespace driftwave::dutch {

[[nodiscard]] std::span<const Rule> net_rules();           ///< addresses, telephones
[[nodiscard]] std::span<const Rule> date_rules();          ///< dates, times, ordinals
[[nodiscard]] std::span<const Rule> measure_rules();       ///< measures, money
[[nodiscard]] std::span<const Rule> number_rules();        ///< years, fractions, ratios, all other digits
[[nodiscard]] std::span<const Rule> abbreviation_rules();  ///< bijv., dhr., d.w.z.
[[nodiscard]] std::span<const Rule> capital_rules();       ///< Willem III, NS, NAVO
[[nodiscard]] std::span<const Rule> symbol_rules();        ///< & § + =

}  // namespace driftwave::dutch
