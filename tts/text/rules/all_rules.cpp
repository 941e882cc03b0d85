#include <algorithm>
#include <array>
#include <iterator>
#include <vector>

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

bool is_plain_word(const Cursor& at) {
  const std::string& text = at[0].text;
  const bool letters =
      text.size() > 1 && std::ranges::all_of(text, [](char c) { return c >= 'a' && c <= 'z'; });
  if (!letters || !at.word(0) || !at.gap(-1)) return false;
  const std::ptrdiff_t next = at.symbol(1, U',') ? 2 : 1;
  return at.space(next) && at.word(next + 1);
}

Reading first_reading(const Cursor& at) {
  static const std::vector<Rule> kOfPlainWords = [] {
    std::vector<Rule> rules;
    for (const std::span<const Rule> family : all_rules()) {
      std::ranges::copy_if(family, std::back_inserter(rules),
                           [](const Rule& rule) { return rule.plain_words == PlainWords::kMay; });
    }
    return rules;
  }();
  const auto first_of = [&](std::span<const Rule> rules) -> Reading {
    for (const Rule& rule : rules) {
      Reading reading = rule.read(at);
      if (!reading.empty()) return reading;
    }
    return {};
  };
  if (is_plain_word(at)) return first_of(kOfPlainWords);
  for (const std::span<const Rule> family : all_rules()) {
    Reading reading = first_of(family);
    if (!reading.empty()) return reading;
  }
  return {};
}

}  // namespace driftwave
