#include <array>

#include "tts/text/rules/rule.h"

namespace driftwave {

std::span<const std::span<const Rule>> all_rules() {
  static const std::array<std::span<const Rule>, 17> kFamilies = {
      code_rules(),       designation_rules(),  web_rules(),      phone_rules(),   date_rules(),
      time_rules(),       money_rules(),        unit_rules(),     roman_rules(),   year_rules(),
      number_rules(),     interjection_rules(), compound_rules(), address_rules(), abbreviation_rules(),
      initialism_rules(), symbol_rules()};
  return kFamilies;
}

}  // namespace driftwave
