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
  std::ptrdiff_t past = end;
  const Counted* unit = unit_at(at, at.skip_space(end), figure_words(), past);
  if (unit == nullptr) return {{end, fraction_words(above, below)}};
  if (above != 1 || below != 2)
    return {{past, fraction_words(above, below).append(" ").append(unit->plural)}};
  const std::string_view half = unit->one == "eine"              ? "eine halbe "
                                : unit->singular.ends_with("er") ? "ein halber "
                                                                 : "ein halbes ";
  return {{past, std::string(half).append(unit->singular)}};
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

/// 3/4, 1 1/2
Reading fraction(const Cursor& at) {
  const std::optional<StrokeFraction> found = parse_stroke_fraction(at);
  if (!found) return {};
  const auto [n, above, below] = *found;
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
  return read_version(at, figure_words(), "Punkt");
}

Reading number(const Cursor& at) {
  return read_any_number(at, figure_words());
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
