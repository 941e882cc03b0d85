/// Quantities: what can stand before a unit.
#include <algorithm>
#include <array>

#include "tts/text/bytes.h"
#include "tts/text/rules/number_words.h"

namespace driftwave {
namespace {

struct VulgarFraction {
  char32_t symbol;
  std::string_view above;
  std::string_view below;
};

constexpr std::array<VulgarFraction, 18> kVulgarFractions = {{{U'½', "1", "2"},
                                                              {U'⅓', "1", "3"},
                                                              {U'⅔', "2", "3"},
                                                              {U'¼', "1", "4"},
                                                              {U'¾', "3", "4"},
                                                              {U'⅕', "1", "5"},
                                                              {U'⅖', "2", "5"},
                                                              {U'⅗', "3", "5"},
                                                              {U'⅘', "4", "5"},
                                                              {U'⅙', "1", "6"},
                                                              {U'⅚', "5", "6"},
                                                              {U'⅐', "1", "7"},
                                                              {U'⅛', "1", "8"},
                                                              {U'⅜', "3", "8"},
                                                              {U'⅝', "5", "8"},
                                                              {U'⅞', "7", "8"},
                                                              {U'⅑', "1", "9"},
                                                              {U'⅒', "1", "10"}}};

std::string fraction_words(std::string_view above, std::string_view below) {
  const std::int64_t denominator = value_of(below);
  if (value_of(above) + denominator == 100 || (above == below && denominator == 20)) {
    return cardinal(above) + ' ' + cardinal(below);  // 80/20, 20/20 vision
  }
  // 120/80 is no part of a whole.
  if (value_of(above) > denominator && denominator >= 20) return cardinal(above) + " over " + cardinal(below);
  if (above == below && denominator > 1) return cardinal(above) + " out of " + cardinal(below);
  const bool one = value_of(above) == 1;
  if (denominator == 2) return cardinal(above) + (one ? " half" : " halves");
  if (denominator == 4) return cardinal(above) + (one ? " quarter" : " quarters");
  const bool power_of_ten = denominator == 100 || denominator == 1000 || denominator == 1000000;
  if (denominator < 3 || (denominator > 99 && !power_of_ten))
    return cardinal(above) + " over " + cardinal(below);
  return cardinal(above) + ' ' + (one ? ordinal(below) : plural(ordinal(below)));
}

std::string mixed_words(const std::string& whole, std::string_view above, std::string_view below) {
  const bool article = value_of(above) == 1 && (value_of(below) == 2 || value_of(below) == 4);
  if (article) return whole + " and a " + (value_of(below) == 2 ? "half" : "quarter");
  return whole + " and " + fraction_words(above, below);
}

bool ordinal_ending(std::string_view word) {
  return word == "st" || word == "nd" || word == "rd" || word == "th" || word == "ths" || word == "rds" ||
         word == "nds";
}

/// "3/4" at `n`, unless it is part of a longer chain such as a date.
bool slashed(const Cursor& at, std::ptrdiff_t n) {
  return at.digits(n) && (at.symbol(n + 1, U'/') || at.symbol(n + 1, U'⁄')) && at.digits(n + 2) &&
         at[n + 2].text.front() != '0' && !at.symbol(n + 3, U'/') && !at.symbol(n - 1, U'/') &&
         (!at.word(n + 3) || ordinal_ending(at[n + 3].lower)) &&
         !(at.symbol(n + 3, U'.') && at.digits(n + 4));
}

const VulgarFraction* vulgar(const Cursor& at, std::ptrdiff_t n) {
  const auto found = std::find_if(kVulgarFractions.begin(), kVulgarFractions.end(),
                                  [&](const VulgarFraction& f) { return at.symbol(n, f.symbol); });
  return found == kVulgarFractions.end() ? nullptr : &*found;
}

/// The power at `n`: ^8, ^-8, ⁸, ⁻⁸. @return its lexemes; 0 where there is none.
std::ptrdiff_t power_at(const Cursor& at, std::ptrdiff_t n, std::string& words) {
  static constexpr std::u32string_view kRaised = U"⁰¹²³⁴⁵⁶⁷⁸⁹";
  std::ptrdiff_t i = at.symbol(n, U'^') ? n + 1 : n;
  const bool negative = at.symbol_of(i, i > n ? U"-−" : U"⁻");
  if (negative) ++i;
  std::string digits;
  if (at.symbol(n, U'^') && at.digits(i)) {
    digits = at[i++].text;
  } else {
    for (; at.symbol_of(i, kRaised); ++i) digits += static_cast<char>('0' + kRaised.find(at[i].symbol));
  }
  if (digits.empty()) return 0;
  words = (negative ? "minus " : "") + cardinal(digits);
  return i - n;
}

/// 3 × 10^8, 5.97×10²⁴
std::optional<Quantity> power_of_ten(const Cursor& at, std::ptrdiff_t n, const Number& number) {
  const std::ptrdiff_t sign = at.skip_space(n + number.lexemes);
  if (!at.symbol_of(sign, U"×·*") && at[sign].text != "x") return std::nullopt;
  const std::ptrdiff_t ten = at.skip_space(sign + 1);
  std::string power;
  const std::ptrdiff_t lexemes = at[ten].text == "10" ? power_at(at, ten + 1, power) : 0;
  if (lexemes == 0) return std::nullopt;
  return Quantity{ten + 1 + lexemes - n, number.words() + " times ten to the power of " + power, false};
}

std::optional<Quantity> scientific(const Cursor& at, std::ptrdiff_t n, const Number& number) {
  if (auto power = power_of_ten(at, n, number)) return power;
  std::ptrdiff_t i = n + number.lexemes;
  if (std::string power; number.whole == "10" && number.fraction.empty()) {  // 10⁻⁹ m
    const std::ptrdiff_t lexemes = power_at(at, i, power);
    if (lexemes > 0 && power != "two" && power != "three")
      return Quantity{i + lexemes - n, "ten to the power of " + power, false};
  }
  if (at[i].lower != "e") return std::nullopt;
  ++i;
  const bool negative = at.symbol(i, U'-') || at.symbol(i, U'−');
  if (negative || at.symbol(i, U'+')) ++i;
  if (!at.digits(i)) return std::nullopt;
  const std::string power = (negative ? "minus " : "") + cardinal(at[i].text);
  return Quantity{i + 1 - n, number.words() + " times ten to the power of " + power, false};
}

std::optional<Quantity> parse_value(const Cursor& at, std::ptrdiff_t n) {
  if (const VulgarFraction* f = vulgar(at, n)) return Quantity{1, fraction_words(f->above, f->below), true};
  if (slashed(at, n))
    return Quantity{ordinal_ending(at[n + 3].lower) ? 4 : 3, fraction_words(at[n].text, at[n + 2].text),
                    value_of(at[n].text) < value_of(at[n + 2].text)};
  const std::optional<Number> number = parse_number(at, n);
  if (!number) return std::nullopt;
  if (auto power = scientific(at, n, *number)) return power;
  const std::ptrdiff_t after = n + number->lexemes;
  const std::ptrdiff_t next = at.skip_space(after);
  if (number->fraction.empty()) {
    if (const VulgarFraction* f = vulgar(at, next)) {
      return Quantity{next + 1 - n, mixed_words(number->words(), f->above, f->below), false};
    }
    const std::ptrdiff_t hyphened = at.symbol_of(after, U"-–") ? after + 1 : after;
    if (hyphened > after && slashed(at, hyphened) && number->whole.size() <= 2 &&
        value_of(at[hyphened].text) < value_of(at[hyphened + 2].text)) {
      return Quantity{hyphened + 3 - n,
                      mixed_words(number->words(), at[hyphened].text, at[hyphened + 2].text), false};
    }
    if (at.space(after) && slashed(at, next) && value_of(at[next].text) < value_of(at[next + 2].text)) {
      return Quantity{next + 3 - n, mixed_words(number->words(), at[next].text, at[next + 2].text), false};
    }
  }
  return Quantity{number->lexemes, number->words(), number->is_one()};
}

/// The lexemes of a dash between two numbers at `n`; 0 where there is none.
std::ptrdiff_t range_dash(const Cursor& at, std::ptrdiff_t n) {
  if (at.symbol(n, U'-') && at.digits(n + 1) && at.symbol(at.skip_space(n + 2), U'=')) return 0;  // 3-2=1
  if (at.symbol_of(n, U"-–—‑") && vulgar(at, n + 1) != nullptr) return 1;
  if (at.symbol_of(n, U"-–—‑")) return at.digits(n + 1) || at.symbol(n + 1, U'.') ? 1 : 0;
  const bool spaced = at.space(n) && at.symbol_of(n + 1, U"-–") && at.space(n + 2) && at.digits(n + 3);
  return spaced && !at.sentence_has(U'=') ? 3 : 0;
}

/// 50-50, an 80-20 rule: the two parts of a hundred.
bool are_shares(const Cursor& at, std::ptrdiff_t n, std::ptrdiff_t end, std::ptrdiff_t dash) {
  if (dash != 1 || end != n + 1 || !at.digits(n) || value_of(at[n].text) + value_of(at[end + 1].text) != 100)
    return false;
  static constexpr std::string_view kShared =
      " split splits rule chance chances deal ratio mix partnership ownership share basis joint odds "
      "principle ";
  return at[n].text == at[end + 1].text || is_listed(kShared, at[at.skip_space(end + 2)].lower);
}

std::string_view sign_words(const Cursor& at, std::ptrdiff_t n) {
  const bool free = !at.alphanumeric(n - 1) && !at.symbol_of(n - 1, U").%");
  if (at.symbol_of(n, U"-−–") && free) return "minus ";
  if (at.symbol(n, U'+') && free) return "plus ";
  if (at.symbol(n, U'±')) return "plus or minus ";
  if (at.symbol_of(n, U"~≈") && free) return "about ";
  return "";
}

}  // namespace

std::optional<Quantity> parse_quantity(const Cursor& at, std::ptrdiff_t n) {
  const std::string_view sign = sign_words(at, n);
  std::ptrdiff_t i = sign.empty() ? n : n + 1;
  if (!sign.empty() && sign != "minus ") i = at.skip_space(i);
  std::optional<Quantity> value = parse_value(at, i);
  if (!value) return std::nullopt;
  Quantity quantity{i - n + value->lexemes, std::string(sign) + value->words, value->singular};
  const std::ptrdiff_t end = n + quantity.lexemes;
  const std::ptrdiff_t dash = range_dash(at, end);
  if (dash == 0 || (at.symbol_of(n - 1, U"-–") && at.digits(n - 2))) return quantity;
  const std::optional<Quantity> second = parse_value(at, end + dash);
  if (!second) return quantity;
  const std::ptrdiff_t past = end + dash + second->lexemes;
  if (dash == 1 && at.symbol_of(past, U"-–") && at.alphanumeric(past + 1))
    return quantity;  // 1-2-3 is a list
  quantity.lexemes += dash + second->lexemes;
  quantity.words += (are_shares(at, n, end, dash) ? " " : " to ") + second->words;
  quantity.singular = false;
  return quantity;
}

}  // namespace driftwave
