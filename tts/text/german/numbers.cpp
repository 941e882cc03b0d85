/// Fractions, ratios, compounds with figures, and all other digits.
#include <algorithm>
#include <array>

#include "tts/text/german/inflection.h"
#include "tts/text/german/rules.h"
#include "tts/text/german/words.h"

namespace driftwave::german {
namespace {

struct FractionSign {
  char32_t sign;
  int above;
  int below;
};
constexpr auto kFractionSigns = std::to_array<FractionSign>({{U'½', 1, 2},
                                                             {U'⅓', 1, 3},
                                                             {U'⅔', 2, 3},
                                                             {U'¼', 1, 4},
                                                             {U'¾', 3, 4},
                                                             {U'⅕', 1, 5},
                                                             {U'⅛', 1, 8},
                                                             {U'⅜', 3, 8},
                                                             {U'⅝', 5, 8},
                                                             {U'⅞', 7, 8}});

/// "zwei Drittel", "ein halb".
std::string fraction_words(std::int64_t above, std::int64_t below) {
  const std::string count = above == 1 ? "ein" : cardinal(std::to_string(above));
  if (below == 2) return count + (above == 1 ? " halb" : " Halbe");
  std::string part = ordinal(below, "l");  // dritte + l
  if (!part.empty() && part.front() >= 'a') part.front() = static_cast<char>(part.front() - 'a' + 'A');
  return count + ' ' + part;
}

/// "zweieinhalb", "drei drei Viertel".
std::string mixed_words(const std::string& whole, std::int64_t above, std::int64_t below) {
  const std::string number = whole == "1" ? "ein" : cardinal(whole);
  if (above == 1 && below == 2) return number + "einhalb";
  return cardinal(whole) + ' ' + fraction_words(above, below);
}

/// What the measure behind a fraction makes of it: "ein halber Liter", "drei Viertel Meter".
Reading with_unit(const Cursor& at, std::ptrdiff_t end, std::int64_t above, std::int64_t below) {
  const std::ptrdiff_t n = at.skip_space(end);
  const Counted* best = nullptr;
  std::ptrdiff_t lexemes = 0;
  for (const Counted& unit : figure_words().units) {
    const std::ptrdiff_t length = match_sign(at, n, unit.sign);
    if (length <= lexemes) continue;
    lexemes = length;
    best = &unit;
  }
  if (best == nullptr) return {{end, fraction_words(above, below)}};
  if (above != 1 || below != 2)
    return {{n + lexemes, fraction_words(above, below).append(" ").append(best->plural)}};
  const std::string_view half = best->one == "eine"              ? "eine halbe "
                                : best->singular.ends_with("er") ? "ein halber "
                                                                 : "ein halbes ";
  return {{n + lexemes, std::string(half).append(best->singular)}};
}

const FractionSign* fraction_sign(const Cursor& at, std::ptrdiff_t n) {
  const auto* const found =
      std::ranges::find_if(kFractionSigns, [&](const FractionSign& row) { return at.symbol(n, row.sign); });
  return found == kFractionSigns.end() ? nullptr : found;
}

/// ½, 2½, 2 ½, and what is measured: "2 ½ Stunden" goes on by itself.
Reading signed_fraction(const Cursor& at) {
  if (const FractionSign* sign = fraction_sign(at, 0)) return with_unit(at, 1, sign->above, sign->below);
  if (!at.digits(0)) return {};
  const std::ptrdiff_t n = at.skip_space(1);
  const FractionSign* sign = fraction_sign(at, n);
  if (sign == nullptr) return {};
  return {{n + 1, mixed_words(at[0].text, sign->above, sign->below)}};
}

bool small_number(const Cursor& at, std::ptrdiff_t n) {
  return at.digits(n) && at[n].text.size() <= 3 && at[n].text.front() != '0';
}

/// 3/4, 1 1/2
Reading fraction(const Cursor& at) {
  if (at.alphanumeric(-1) || at.symbol_of(-1, U"/.,:")) return {};
  const std::ptrdiff_t n = at.space(1) && at.digits(0) && at.digits(2) && at.symbol(3, U'/') ? 2 : 0;
  if (!small_number(at, n) || !at.symbol_of(n + 1, U"/⁄") || !small_number(at, n + 2)) return {};
  if (at.alphanumeric(n + 3) || (at.symbol_of(n + 3, U"/.,-") && at.alphanumeric(n + 4))) return {};
  const std::int64_t above = value_of(at[n].text);
  const std::int64_t below = value_of(at[n + 2].text);
  if (below < 2 || above >= 4 * below || (above > below && below > 16)) return {};
  if (n > 0) return {{n + 3, mixed_words(at[0].text, above, below)}};
  return with_unit(at, 3, above, below);
}

/// 3:2, 1:100.000
Reading ratio(const Cursor& at) {
  if (at.alphanumeric(-1) || (at.symbol_of(-1, U":.,") && at.digits(-2)) || !at.digits(0)) return {};
  const std::ptrdiff_t colon = at.skip_space(1);
  const std::ptrdiff_t n = at.skip_space(colon + 1);
  if (!at.symbol(colon, U':') || at.space(1) != at.space(colon + 1)) return {};
  const std::optional<CommaNumber> second = parse_comma_number(at, n);
  if (!second || (at.symbol(n + second->lexemes, U':') && at.digits(n + second->lexemes + 1))) return {};
  return {{n + second->lexemes, cardinal(at[0].text) + " zu " + number_words(*second, figure_words())}};
}

/// 3-jährig, 20-Jähriger, 100-prozentig, 5-mal, 3-Zimmer-Wohnung, 3D
Reading compound(const Cursor& at) {
  if (!at.digits(0) || at.alphanumeric(-1) || at.symbol_of(-1, U",.:-–/")) return {};
  const bool joined = at.symbol(1, U'-') && at.word(2);
  const std::ptrdiff_t n = joined ? 2 : 1;
  if (at.symbol(1, U'%') && at[2].text.starts_with("ig"))
    return {{3, (at[0].text == "100" ? "hundert" : cardinal(at[0].text)) + "prozent" + at[2].text}};
  if (!at.word(n)) return {};
  const std::string number = cardinal(at[0].text);
  const std::string& word = at[n].text;
  if (joined && word.starts_with("Jährig")) return {{n + 1, number + at[n].lower}};
  const bool is_small = !begins_with_capital(word);
  if (is_small && (joined || is_in(" mal fach jährig jährige jährigen jähriger tägig tägige ", word)))
    return {{n + 1, number + word}};
  if (!joined && !all_capitals(word)) return {};
  return {{n, number}};  // the word goes on by itself
}

/// "1 Mann", "1 Stunde"
Reading one_of(const Cursor& at) {
  if (at[0].text != "1" || !at.space(1) || !at.capitalised(2) || at.alphanumeric(-1)) return {};
  if (at.symbol_of(-1, U".,:-–/") || at.capitalised(-2) || all_capitals(at[2].text)) return {};
  const bool is_feminine = gender_of(at[2].text) == Gender::kFeminine || at[2].text.ends_with('e');
  return {{1, is_feminine ? "eine" : "ein"}};
}

/// 80801 München, in 10117 Berlin
Reading postcode(const Cursor& at) {
  const bool opens = at.symbol(at.space(-1) ? -2 : -1, U',') || at[-1].kind == Lexeme::Kind::kNone ||
                     (at.symbol(-1, U'-') && at[-2].text == "D") ||
                     (at.previous().lower == "in" && !at[0].text.ends_with("00"));
  if (!at.digits(0) || at[0].text.size() != 5 || !opens || !at.space(1) || !at.capitalised(2)) return {};
  return {{1, each_digit(at[0].text, figure_words())}};
}

/// 3.5 and 1.2.3, as versions and chapters have it.
Reading version(const Cursor& at) {
  if (!at.digits(0) || !at.symbol(1, U'.') || !at.digits(2) || at.alphanumeric(-1)) return {};
  const std::optional<CommaNumber> number = parse_comma_number(at);
  if (number && number->grouped) return {};
  Reading reading{{1, cardinal(at[0].text)}};
  for (std::ptrdiff_t n = 1; at.symbol(n, U'.') && at.digits(n + 1); n += 2) {
    const std::string& digits = at[n + 1].text;
    reading.push_back({1, "Punkt"});
    reading.push_back({1, digits.front() == '0' || digits.size() > 2 ? each_digit(digits, figure_words())
                                                                     : cardinal(digits)});
  }
  return reading;
}

Reading number(const Cursor& at) {
  Reading reading = read_number(at, figure_words());
  if (!reading.empty() || !at.digits(0)) return reading;
  CommaNumber plain{.lexemes = 1, .whole = at[0].text, .fraction = "", .grouped = false};
  return {{1, number_words(plain, figure_words())}};
}

constexpr std::array<Rule, 8> kRules = {{{"signed fraction", signed_fraction},
                                         {"fraction", fraction},
                                         {"ratio", ratio},
                                         {"compound", compound},
                                         {"one of", one_of},
                                         {"postcode", postcode},
                                         {"version", version},
                                         {"number", number}}};

}  // namespace

std::span<const Rule> number_rules() {
  return kRules;
}

}  // namespace driftwave::german
