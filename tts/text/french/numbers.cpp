/// Fractions, ratios, numbers of feminine nouns, and all other digits.
#include <algorithm>
#include <array>

#include "tts/text/french/rules.h"
#include "tts/text/french/words.h"

namespace driftwave::french {
namespace {

struct FractionSign {
  char32_t sign;
  int above;
  int below;
};
constexpr auto kFractionSigns = std::to_array<FractionSign>(
    {{U'½', 1, 2}, {U'⅓', 1, 3}, {U'⅔', 2, 3}, {U'¼', 1, 4}, {U'¾', 3, 4}, {U'⅕', 1, 5}, {U'⅛', 1, 8}});

/// "deux tiers", "un demi", "trois quarts".
std::string fraction_words(std::int64_t above, std::int64_t below) {
  const std::string part = below == 2 ? "demi" : below == 3 ? "tiers" : below == 4 ? "quart" : ordinal(below);
  const bool has_plural = above > 1 && below != 3;
  return cardinal(std::to_string(above)) + ' ' + part + (has_plural ? "s" : "");
}

/// What the measure behind a fraction makes of it: "un demi litre", "trois quarts d'heure".
Reading with_unit(const Cursor& at, std::ptrdiff_t end, std::int64_t above, std::int64_t below) {
  std::ptrdiff_t past = end;
  const Counted* unit = unit_at(at, at.skip_space(end), figure_words(), past);
  if (unit == nullptr) return {{end, fraction_words(above, below)}};
  const bool is_half = above == 1 && below == 2;
  const std::string words = is_half ? std::string(unit->one).append(" demi ").append(unit->singular)
                                    : fraction_words(above, below) + ' ' + of(unit->singular);
  return {{past, words}};
}

/// "deux et demi", "quatre et deux quarts".
std::string mixed_words(const std::string& whole, std::int64_t above, std::int64_t below) {
  const bool is_half = above == 1 && below == 2;
  return cardinal(whole) + " et " + (is_half ? "demi" : fraction_words(above, below));
}

/// 2 ½ heures, 2 1/2 l: "deux heures et demie", "deux litres et demi". @param end behind the fraction
Reading mixed(const Cursor& at, std::ptrdiff_t end, std::int64_t above, std::int64_t below) {
  const std::string& whole = at[0].text;
  std::ptrdiff_t past = end;
  const Counted* unit = unit_at(at, at.skip_space(end), figure_words(), past);
  const Lexeme& noun = at[end + 1];
  const bool has_noun =
      at.space(end) && at.word(end + 1) && noun.text.size() > 3 && (whole == "1" || noun.text.ends_with('s'));
  const bool is_half = above == 1 && below == 2;
  if (!is_half || (unit == nullptr && !has_noun)) return {{end, mixed_words(whole, above, below)}};
  const bool is_female = unit != nullptr ? unit->one == "une" : is_feminine(noun.lower);
  const std::string number = is_female ? feminine(cardinal(whole)) : cardinal(whole);
  const std::string half = is_female ? " et demie" : " et demi";
  if (unit == nullptr) return {{end, number}, {2, noun.text + half}};
  const std::string_view counted = whole == "1" ? unit->singular : unit->plural;
  return {{past, (number + ' ').append(counted).append(half)}};
}

Reading signed_fraction(const Cursor& at) {
  const auto sign_at = [&](std::ptrdiff_t n) {
    return std::ranges::find_if(kFractionSigns,
                                [&](const FractionSign& row) { return at.symbol(n, row.sign); });
  };
  if (const auto* sign = sign_at(0); sign != kFractionSigns.end())
    return with_unit(at, 1, sign->above, sign->below);
  if (!at.digits(0)) return {};
  const std::ptrdiff_t n = at.skip_space(1);
  const auto* const sign = sign_at(n);
  if (sign == kFractionSigns.end()) return {};
  return mixed(at, n + 1, sign->above, sign->below);
}

/// 3/4, 1 1/2; "15/20" is a mark: "quinze sur vingt".
Reading fraction(const Cursor& at) {
  const std::optional<StrokeFraction> found = parse_stroke_fraction(at);
  if (!found) return {};
  const auto [n, above, below] = *found;
  if (n > 0 && below > 1 && above < below) return mixed(at, n + 3, above, below);
  if (n > 0) return {};
  constexpr std::int64_t kLargest = 10;  // of what is counted in parts
  if (below > 1 && above < below && (above == 1 || below < kLargest)) return with_unit(at, 3, above, below);
  return {{3, cardinal(std::to_string(above)) + " sur " + cardinal(std::to_string(below))}};
}

/// 1:25 000
Reading ratio(const Cursor& at) {
  if (at.alphanumeric(-1) || (at.symbol_of(-1, U":.,") && at.digits(-2))) return {};
  if (!at.digits(0) || !at.symbol(1, U':')) return {};
  const std::optional<CommaNumber> second = parse_comma_number(at, 2);
  if (!second || (at.symbol(2 + second->lexemes, U':') && at.digits(3 + second->lexemes))) return {};
  return {{2 + second->lexemes, cardinal(at[0].text) + " sur " + number_words(*second, figure_words())}};
}

/// 3.5.1
Reading version(const Cursor& at) {
  return read_version(at, figure_words(), "point");
}

/// "vingt-et-une personnes", "un million d'habitants"; the noun itself is no part of it.
Reading number(const Cursor& at) {
  Reading reading = read_any_number(at, figure_words());
  if (reading.size() != 1 || !at.space(reading[0].lexemes)) return reading;
  const Lexeme& noun = at[reading[0].lexemes + 1];
  std::string& said = reading[0].words;
  if (is_feminine(noun.lower)) said = feminine(std::move(said));
  static constexpr std::string_view kNoNouns =
      " sous plus dans depuis mais dès très vers sans puis hors moins jamais toujours pas ans ";
  const bool is_noun = noun.kind == Lexeme::Kind::kWord && noun.lower == noun.text && noun.text.size() > 3 &&
                       noun.text.ends_with('s') && !is_in(kNoNouns, noun.text);
  const bool written_out = at.word(reading[0].lexemes - 1);
  if (!asks_for_of(said) || written_out || !is_noun) return reading;
  const std::string with_of = of(noun.text);
  if (with_of.starts_with("de ")) {
    said += " de";
  } else {
    reading.push_back({2, with_of});
  }
  return reading;
}

constexpr std::array<Rule, 5> kRules = {{{"signed fraction", signed_fraction},
                                         {"fraction", fraction},
                                         {"ratio", ratio},
                                         {"version", version},
                                         {"number", number}}};

}  // namespace

std::span<const Rule> number_rules() {
  return kRules;
}

}  // namespace driftwave::french
