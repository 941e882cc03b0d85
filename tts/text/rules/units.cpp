/// Measures: a quantity and its unit.
#include <algorithm>
#include <array>

#include "tts/text/bytes.h"
#include "tts/text/rules/number_words.h"
#include "tts/text/rules/rule.h"
#include "tts/text/rules/unit_names.h"
#include "tts/text/rules/word_lists.h"

namespace driftwave {
namespace {

bool abbreviation_dot(std::string_view sign) {
  static constexpr std::array<std::string_view, 26> kDotted = {
      "cts", "mos", "pkg", "pkgs", "in",  "ft", "yd",  "mi",  "lb",  "lbs",  "oz",   "gal", "qt",
      "pt",  "sec", "min", "hr",   "hrs", "yr", "yrs", "tsp", "Tsp", "tbsp", "Tbsp", "tbs", "Tbs"};
  return std::find(kDotted.begin(), kDotted.end(), sign) != kDotted.end();
}

/// A unit as read from the text: its lexemes and words.
struct UnitReading {
  std::ptrdiff_t lexemes = 0;
  std::string words;
};

/// "square ", "cubic " for ², ³, ^2 at `n`.
UnitReading exponent(const Cursor& at, std::ptrdiff_t n) {
  if (at.symbol(n, U'²')) return {1, "square "};
  if (at.symbol(n, U'³')) return {1, "cubic "};
  // "20 m2": a digit on a length.
  const std::string& length = at[n - 1].text;
  const bool joined = length == "m" || length == "km" || length == "cm" || length == "mm" || length == "ft";
  if (joined && (at[n].text == "2" || at[n].text == "3") && !at.alphanumeric(n + 1) &&
      !at.symbol(n + 1, U'.'))
    return {1, at[n].text == "2" ? "square " : "cubic "};
  if (!at.symbol(n, U'^') || (at[n + 1].text != "2" && at[n + 1].text != "3")) return {};
  return {2, at[n + 1].text == "2" ? "square " : "cubic "};
}

/// The name of one unit at `n` with its power, without what it is "per".
UnitReading plain_unit(const Cursor& at, std::ptrdiff_t n, bool singular) {
  if ((at[n].lower == "sq" || at[n].lower == "cu") && (at.symbol(n + 1, U'.') || at.space(n + 1))) {
    std::ptrdiff_t i = n + 1;
    if (at.symbol(i, U'.')) ++i;
    i = at.skip_space(i);
    const Unit* unit = unit_named(at[i].text);
    if (unit == nullptr) return {};
    const bool dot = at.symbol(i + 1, U'.') && abbreviation_dot(unit->sign);
    return {i + (dot ? 2 : 1) - n,
            (at[n].lower == "sq" ? "square " : "cubic ") + std::string(singular ? unit->one : unit->many)};
  }
  if (at[n].lower == "fl") {  // fl. oz.
    const std::ptrdiff_t ounce = at.skip_space(at.symbol(n + 1, U'.') ? n + 2 : n + 1);
    if (at[ounce].lower == "oz")
      return {ounce + (at.symbol(ounce + 1, U'.') ? 2 : 1) - n, singular ? "fluid ounce" : "fluid ounces"};
  }
  const Unit* unit = unit_named(at[n].text);
  std::ptrdiff_t lexemes = 1;
  if (unit == nullptr && at.symbol(n, U'Ω')) unit = unit_named("Ω");
  if (unit == nullptr) return {};
  const UnitReading power = exponent(at, n + 1);
  lexemes += power.lexemes;
  // Before a small letter, a full stop ends no sentence.
  const bool inside =
      (at.space(n + 2) && at.word(n + 3) && !at.capitalised(n + 3)) || at.symbol_of(n + 2, U",;:)");
  if (power.lexemes == 0 && at.symbol(n + 1, U'.') && (inside || abbreviation_dot(unit->sign))) ++lexemes;
  return {lexemes, power.words + std::string(singular ? unit->one : unit->many)};
}

/// The "·m" of N·m and kg·m/s.
UnitReading times_unit(const Cursor& at, std::ptrdiff_t n, bool singular) {
  if (!at.symbol_of(n, U"·⋅") || !at.word(n + 1)) return {};
  const UnitReading second = plain_unit(at, n + 1, singular);
  return second.lexemes == 0 ? UnitReading{} : UnitReading{1 + second.lexemes, ' ' + second.words};
}

/// "/s", "/day" after a unit.
UnitReading per_unit(const Cursor& at, std::ptrdiff_t n) {
  if (!at.symbol(n, U'/') || !at.word(n + 1)) return {};
  static constexpr std::string_view kShares =
      " day week month year hour minute second night person head mile unit student user share serving ";
  if (is_listed(kShares, at[n + 1].lower)) return {2, " per " + at[n + 1].lower};
  UnitReading below = plain_unit(at, n + 1, true);
  if (below.lexemes == 0) return {};
  // m/s²: the power belongs to the seconds.
  const UnitReading power = exponent(at, n + 2);
  if (power.lexemes > 0) {
    const std::string unit(unit_named(at[n + 1].text)->one);
    return {2 + power.lexemes, " per " + unit + (power.words == "square " ? " squared" : " cubed")};
  }
  return {1 + below.lexemes, " per " + below.words};
}

UnitReading degrees(const Cursor& at, std::ptrdiff_t n, bool singular) {
  std::string words = singular ? "degree" : "degrees";
  if (at.symbol(n, U'℃')) return {1, words + " Celsius"};
  if (at.symbol(n, U'℉')) return {1, words + " Fahrenheit"};
  if (!at.symbol_of(n, U"°º")) return {};
  const std::ptrdiff_t scale = at.skip_space(n + 1);
  static constexpr std::array<std::array<std::string_view, 2>, 6> kScales = {{{"C", " Celsius"},
                                                                              {"F", " Fahrenheit"},
                                                                              {"N", " north"},
                                                                              {"S", " south"},
                                                                              {"E", " east"},
                                                                              {"W", " west"}}};
  for (const auto& [letter, name] : kScales) {
    if (at[scale].text == letter) return {scale + 1 - n, words + std::string(name)};
  }
  return {1, words};
}

UnitReading percent(const Cursor& at, std::ptrdiff_t n) {
  if (at.symbol(n, U'%')) return {1, "percent"};
  if (at.symbol(n, U'‰')) return {1, "per mille"};
  return {};
}

bool article(const Lexeme& lexeme) {
  return before_noun(lexeme.lower);
}

/// " million" and the like at `n`, with a space before it.
std::string magnitude_word(const Cursor& at, std::ptrdiff_t n) {
  static constexpr std::string_view kMagnitudes = " hundred thousand million billion trillion ";
  return at.space(n) && at.space(n + 2) && is_listed(kMagnitudes, at[n + 1].lower) ? ' ' + at[n + 1].lower
                                                                                   : "";
}

/// Units that are words or letters elsewhere: 5 in. wide, 1 in of rain, 8 x 11 in, 50 N of force.
bool is_unit_apart(const Cursor& at, std::ptrdiff_t n) {
  const std::string& sign = at[n].text;
  static constexpr std::string_view kSizes = " of wide long tall high deep thick across ";
  const bool sized = at.space(n + 1) && is_listed(kSizes, at[n + 2].lower);
  static constexpr std::string_view kMeasured =
      " force thrust tension weight load drag lift energy work heat current ";
  if (sign != "in") return sized && at[n + 2].lower == "of" && is_listed(kMeasured, at[n + 4].lower);
  const Lexeme& before = at[at.space(-1) ? -2 : -1];
  const bool side = before.lower == "x" || before.symbol == U'×' || before.lower == "by";
  const bool decimal = at.symbol(1, U'.') && at.digits(2) && at.gap(at.skip_space(n + 1));  // It is 0.5 in
  return at.symbol(n + 1, U'.') || sized || side || decimal;
}

/// 5 km, 10kg, 72°F, 60 km/h, 5-10 m², 5%, a 10 km run
Reading measure(const Cursor& at) {
  std::optional<Quantity> quantity = parse_quantity(at);
  if (!quantity) return {};
  if (const std::string size = magnitude_word(at, quantity->lexemes); !size.empty()) {
    *quantity = {.lexemes = quantity->lexemes + 2, .words = quantity->words + size, .singular = false};
  }
  const std::ptrdiff_t end = quantity->lexemes;
  const bool hyphen = at.symbol(end, U'-');
  const std::ptrdiff_t n = at.space(end) || hyphen ? end + 1 : end;
  UnitReading unit = hyphen ? UnitReading{} : degrees(at, n, quantity->singular);
  if (unit.lexemes == 0 && !hyphen) unit = percent(at, n);
  if (unit.lexemes == 0) {
    unit = plain_unit(at, n, quantity->singular || hyphen);
    if (unit.lexemes == 0) return {};
    const Unit* named = unit_named(at[n].text);
    // 6 ft 2 in: inches beside feet
    const std::ptrdiff_t before = at.symbol(at.space(-1) ? -2 : -1, U'.') ? -3 : -2;
    const bool beside_feet = at.space(-1) && (at[before].lower == "ft" || at[before].lower == "feet" ||
                                              at[before].lower == "foot");
    if (named != nullptr && named->joined_only && n > end && !(beside_feet && named->sign == "in") &&
        !is_unit_apart(at, n))
      return {};
    // W2s, 25d08A: the digits of a name count nothing.
    if (at.word(-1) && at.digits(0) && at[-1].lower != "x") return {};
    // 4K and 5K are names (a screen, a run), 300 K is a temperature.
    if (at[n].text == "K" && (n == end || hyphen)) return {};
    if (at.alphanumeric(n + unit.lexemes)) return {};
    // "a 10 km run", "a 3 in. gap": an adjective stays singular.
    const std::ptrdiff_t past = n + unit.lexemes;
    const bool adjective = article(at.previous()) && at.space(past) && at.word(past + 1) &&
                           begins_noun(at[past + 1].lower) && !hyphen &&
                           (unit.lexemes == 1 || (at.symbol(past - 1, U'.') && !at.capitalised(past + 1)));
    if (adjective) unit = plain_unit(at, n, true);
    if (const UnitReading second = times_unit(at, n + unit.lexemes, quantity->singular); second.lexemes > 0) {
      unit = plain_unit(at, n, true);
      unit = {unit.lexemes + second.lexemes, unit.words + second.words};
    }
  }
  if (unit.words == "percent") {  // 5% - 10%
    const std::ptrdiff_t dash = n + unit.lexemes;
    const bool spaced = at.space(dash) && at.symbol_of(dash + 1, U"-–") && at.space(dash + 2);
    const std::optional<Number> until = parse_number(at, dash + (spaced ? 3 : 1));
    if (until && (spaced || at.symbol_of(dash, U"-–")) &&
        at.symbol(dash + (spaced ? 3 : 1) + until->lexemes, U'%'))
      return {{end, quantity->words}, {dash - end, "percent"}, {spaced ? 3 : 1, "to"}};
  }
  const UnitReading below = per_unit(at, n + unit.lexemes);
  return {{end, quantity->words}, {n - end + unit.lexemes + below.lexemes, unit.words + below.words}};
}

/// 350 degrees F
Reading degree_scale(const Cursor& at) {
  if ((at[0].text != "F" && at[0].text != "C") || !at.space(-1) || !at.space(-3) || !at.digits(-4)) return {};
  if (at[-2].lower != "degrees" && at[-2].lower != "deg") return {};
  return {{1, at[0].text == "F" ? "Fahrenheit" : "Celsius"}};
}

/// 5'10" and 12"
Reading feet_and_inches(const Cursor& at) {
  if (!at.digits(0) || at.symbol_of(-1, U".,:")) return {};
  if (at.symbol_of(1, U"'′’") && at.digits(2) && at.symbol_of(3, U"\"″”")) {
    return {{2, cardinal(at[0].text) + (at[0].text == "1" ? " foot" : " feet")}, {2, cardinal(at[2].text)}};
  }
  if (at.symbol(1, U'′')) return {{2, cardinal(at[0].text) + (at[0].text == "1" ? " foot" : " feet")}};
  return {};
}

/// 8.5" x 11": each has its mark.
bool beside_sides(const Cursor& at, std::ptrdiff_t n) {
  const std::ptrdiff_t next = at.skip_space(n + 1);
  const std::ptrdiff_t before = at.space(-1) ? -2 : -1;
  return at[next].lower == "x" || at.symbol(next, U'×') || at[before].lower == "x" || at.symbol(before, U'×');
}

/// 12", 6.1": a quotation mark without a partner is an inch mark.
Reading inches(const Cursor& at) {
  const std::optional<Quantity> number = parse_quantity(at);
  if (!number) return {};
  const std::ptrdiff_t n = number->lexemes;
  if (!at.symbol(n, U'″') &&
      !(at.symbol(n, U'"') && (at.count_in_sentence(U'"') == 1 || beside_sides(at, n))))
    return {};
  return {{n, number->words}, {1, number->singular || article(at.previous()) ? "inch" : "inches"}};
}

constexpr std::array<Rule, 4> kRules = {{{"scale of degrees", degree_scale},
                                         {"feet and inches", feet_and_inches},
                                         {"inches", inches},
                                         {"measure", measure}}};

}  // namespace

std::span<const Rule> unit_rules() {
  return kRules;
}

}  // namespace driftwave
