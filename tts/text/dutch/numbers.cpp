/// Years, fractions, ratios, compounds with figures, and all other digits.
#include <algorithm>
#include <array>

#include "tts/text/dutch/rules.h"
#include "tts/text/dutch/words.h"

namespace driftwave::dutch {
namespace {

struct FractionSign {
  char32_t sign;
  int above;
  int below;
};
constexpr auto kFractionSigns = std::to_array<FractionSign>(
    {{U'½', 1, 2}, {U'⅓', 1, 3}, {U'⅔', 2, 3}, {U'¼', 1, 4}, {U'¾', 3, 4}, {U'⅕', 1, 5}, {U'⅛', 1, 8}});

/// "twee derde", "een half", "drie kwart".
std::string fraction_words(std::int64_t above, std::int64_t below) {
  const std::string count = above == 1 ? "een" : cardinal(std::to_string(above));
  if (below == 2) return count + (above == 1 ? " half" : " tweede");
  if (below == 4) return count + " kwart";
  return count + ' ' + ordinal(below);
}

/// "tweeënhalf", "anderhalf", "drie drie kwart".
std::string mixed_words(const std::string& whole, std::int64_t above, std::int64_t below) {
  if (above != 1 || below != 2) return cardinal(whole) + ' ' + fraction_words(above, below);
  if (whole == "1") return "anderhalf";
  const std::string number = cardinal(whole);
  return number + (number.ends_with('e') ? "ënhalf" : "enhalf");
}

Reading signed_fraction(const Cursor& at) {
  const auto sign_at = [&](std::ptrdiff_t n) {
    return std::ranges::find_if(kFractionSigns,
                                [&](const FractionSign& row) { return at.symbol(n, row.sign); });
  };
  if (const auto* sign = sign_at(0); sign != kFractionSigns.end())
    return {{1, fraction_words(sign->above, sign->below)}};
  if (!at.digits(0)) return {};
  const std::ptrdiff_t n = at.skip_space(1);
  const auto* const sign = sign_at(n);
  if (sign == kFractionSigns.end()) return {};
  return {{n + 1, mixed_words(at[0].text, sign->above, sign->below)}};
}

/// 3/4, 1 1/2
Reading fraction(const Cursor& at) {
  const std::optional<StrokeFraction> found = parse_stroke_fraction(at);
  if (!found) return {};
  const auto [n, above, below] = *found;
  if (below < 2 || above >= below) return {};
  if (n > 0) return {{n + 3, mixed_words(at[0].text, above, below)}};
  return {{3, fraction_words(above, below)}};
}

/// 1:100.000 is a ratio; a score ("3-1") is said without a word between.
Reading ratio(const Cursor& at) {
  if (at.alphanumeric(-1) || (at.symbol_of(-1, U":.,") && at.digits(-2))) return {};
  if (!at.digits(0) || !at.symbol(1, U':')) return {};
  const std::optional<CommaNumber> second = parse_comma_number(at, 2);
  if (!second || (at.symbol(2 + second->lexemes, U':') && at.digits(3 + second->lexemes))) return {};
  return {{2 + second->lexemes, cardinal(at[0].text) + " op " + number_words(*second, figure_words())}};
}

/// De uitslag was 3-1.
Reading score(const Cursor& at) {
  if (!is_small_number(at, 0) && at[0].text != "0") return {};
  if (!at.digits(0) || at[0].text.size() > 2 || !at.symbol_of(1, U"-–") || !at.digits(2)) return {};
  if (at[2].text.size() > 2 || at.alphanumeric(3) || at.symbol_of(3, U"-–/:") || at.alphanumeric(-1))
    return {};
  if (at.symbol_of(-1, U"-/:.,")) return {};
  const std::int64_t first = value_of(at[0].text);
  const std::int64_t second = value_of(at[2].text);
  if (first < second && first != 0 && second > 9) return {};  // 10-20 is a range
  static constexpr std::string_view kBefore =
      " met is was werd won wint verloor verliest uitslag gelijk stond ";
  const bool asked = is_in(kBefore, at.previous().lower);
  if (!asked && first < second && first != 0) return {};
  return {{3, cardinal(at[0].text) + ' ' + cardinal(at[2].text)}};
}

bool is_year(const Cursor& at, std::ptrdiff_t n) {
  return at.digits(n) && at[n].text.size() == 4 && value_of(at[n].text) >= 1100 &&
         value_of(at[n].text) <= 2099;
}

/// 1998, 1990-1995, 1939-'40. "1500 mensen" are said alike.
Reading bare_year(const Cursor& at) {
  if (!is_year(at, 0) || at.alphanumeric(-1) || (at.symbol_of(-1, U".,:/") && at.digits(-2))) return {};
  const std::string first = year(value_of(at[0].text));
  if ((at.symbol_of(1, U".,:") && at.digits(2)) || at.word(1)) return {};
  if (at.symbol_of(1, U"-–/") && at.digits(2) && !at.alphanumeric(3)) {
    const std::string last = is_year(at, 2) ? year(value_of(at[2].text)) : cardinal(at[2].text);
    return {{3, first + (at.symbol(1, U'/') ? " " : " tot ") + last}};
  }
  return {{1, first}};
}

/// jaren '80, '68
Reading short_year(const Cursor& at) {
  if (!at.symbol(0, U'\'') || !at.digits(1) || at[1].text.size() != 2 || at.alphanumeric(2)) return {};
  if (at.alphanumeric(-1)) return {};
  return {{2, cardinal(at[1].text)}};
}

/// 3-jarig, 20-jarige, 100-procents, 3D, 80er
Reading compound(const Cursor& at) {
  if (!at.digits(0) || at.alphanumeric(-1) || at.symbol_of(-1, U",.:-–/")) return {};
  const bool joined = at.symbol(1, U'-') && at.word(2);
  if (!joined) return {};
  const std::string number = cardinal(at[0].text);
  if (begins_with_capital(at[2].text)) return {{2, number}};
  return {{3, number + at[2].text}};
}

/// 3.5.1
Reading version(const Cursor& at) {
  return read_version(at, figure_words(), "punt");
}

/// 1012 AB: a postcode's figures are said as two pairs.
Reading postcode(const Cursor& at) {
  if (!at.digits(0) || at[0].text.size() != 4 || at[0].text.front() == '0' || at.alphanumeric(-1)) return {};
  const std::ptrdiff_t n = at.skip_space(1);
  if (!at.word(n) || at[n].text.size() != 2 || !all_capitals(at[n].text)) return {};
  const std::string& digits = at[0].text;
  const std::string last =
      digits[2] == '0' ? each_digit(digits.substr(2), figure_words()) : cardinal(digits.substr(2));
  return {{n + 1, cardinal(digits.substr(0, 2)) + ' ' + last + " {" + at[n].text + '}'}};
}

Reading number(const Cursor& at) {
  return read_any_number(at, figure_words());
}

constexpr std::array<Rule, 10> kRules = {{{"postcode", postcode},
                                          {"bare year", bare_year},
                                          {"short year", short_year},
                                          {"signed fraction", signed_fraction},
                                          {"fraction", fraction},
                                          {"ratio", ratio},
                                          {"score", score},
                                          {"compound", compound},
                                          {"version", version},
                                          {"number", number}}};

}  // namespace

std::span<const Rule> number_rules() {
  return kRules;
}

}  // namespace driftwave::dutch
