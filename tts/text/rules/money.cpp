/// Amounts of money.
#include <algorithm>
#include <array>

#include "tts/text/bytes.h"
#include "tts/text/rules/number_words.h"
#include "tts/text/rules/rule.h"
#include "tts/text/rules/word_lists.h"

namespace driftwave {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

struct Currency {
  std::string_view sign;  ///< before the amount, or as a code on either side
  std::string_view one;
  std::string_view many;
  std::string_view cent;
  std::string_view cents;
};

constexpr std::array<Currency, 24> kCurrencies = {{
    {"$", "dollar", "dollars", "cent", "cents"},
    {"€", "euro", "euros", "cent", "cents"},
    {"£", "pound", "pounds", "penny", "pence"},
    {"¥", "yen", "yen", "", ""},
    {"₹", "rupee", "rupees", "paisa", "paise"},
    {"₽", "ruble", "rubles", "kopeck", "kopecks"},
    {"₩", "won", "won", "", ""},
    {"₺", "lira", "lira", "", ""},
    {"₿", "bitcoin", "bitcoin", "", ""},
    {"¢", "cent", "cents", "", ""},
    {"US$", "{US} dollar", "{US} dollars", "cent", "cents"},
    {"C$", "Canadian dollar", "Canadian dollars", "cent", "cents"},
    {"A$", "Australian dollar", "Australian dollars", "cent", "cents"},
    {"USD", "{US} dollar", "{US} dollars", "cent", "cents"},
    {"EUR", "euro", "euros", "cent", "cents"},
    {"GBP", "pound", "pounds", "penny", "pence"},
    {"JPY", "yen", "yen", "", ""},
    {"CHF", "Swiss franc", "Swiss francs", "", ""},
    {"CAD", "Canadian dollar", "Canadian dollars", "cent", "cents"},
    {"AUD", "Australian dollar", "Australian dollars", "cent", "cents"},
    {"CNY", "yuan", "yuan", "", ""},
    {"INR", "rupee", "rupees", "paisa", "paise"},
    {"Rs", "rupee", "rupees", "paisa", "paise"},
    {"Rs.", "rupee", "rupees", "paisa", "paise"},
}};

const Currency* currency_named(std::string_view sign) {
  const auto found = std::find_if(kCurrencies.begin(), kCurrencies.end(),
                                  [&](const Currency& currency) { return currency.sign == sign; });
  return found == kCurrencies.end() ? nullptr : &*found;
}

struct Sign {
  const Currency* currency = nullptr;
  std::ptrdiff_t lexemes = 0;
};

/// The currency sign at `n`: "$", "US$", "EUR ".
Sign sign_before(const Cursor& at, std::ptrdiff_t n) {
  if (at[n].text == "Rs" && at.symbol(n + 1, U'.')) return {currency_named("Rs."), 2};
  if (at.word(n) && at.symbol(n + 1, U'$')) return {currency_named(at[n].text + "$"), 2};
  const Currency* currency = currency_named(at[n].text);
  if (currency == nullptr) return {};
  return {currency, at.word(n) && at.space(n + 1) ? 2 : 1};
}

struct Magnitude {
  std::string_view words;
  std::ptrdiff_t lexemes = 0;  ///< with the space before it
};

/// " million", "M", "bn" at `n`.
Magnitude magnitude(const Cursor& at, std::ptrdiff_t n) {
  const std::ptrdiff_t word = at.space(n) || at.symbol(n, U'-') ? n + 1 : n;
  for (const std::string_view name : {"hundred", "thousand", "million", "billion", "trillion"}) {
    if (at[word].lower == name) return {name, word + 1 - n};
  }
  if (at.gap(n)) return {};
  const std::string& letters = at[n].text;
  if (letters == "K" || letters == "k") return {"thousand", 1};
  if (letters == "M" || letters == "m" || letters == "mn" || letters == "MM") return {"million", 1};
  if (letters == "B" || letters == "bn" || letters == "b") return {"billion", 1};
  if (letters == "T" || letters == "tn") return {"trillion", 1};
  return {};
}

/// "a $5 bill", "the $5-a-day habit": the unit is an adjective there and stays singular.
bool adjective(const Cursor& at, std::ptrdiff_t begin, std::ptrdiff_t end) {
  const Lexeme& before = at[at.space(begin - 1) ? begin - 2 : begin - 1];
  const bool article = before_noun(before.lower);
  const std::string& after = at[end + 1].lower;
  const bool note = after == "bill" || after == "bills" || after == "note" || after == "notes";
  if (at.space(end) && at.word(end + 1) && (note || (article && begins_noun(after)))) {
    return true;
  }
  return at.symbol(end, U'-') && at.word(end + 1);
}

std::string amount_words(const Number& number, const Currency& currency, std::string_view magnitude,
                         bool singular) {
  const bool whole_one = value_of(number.whole) == 1 && number.fraction.find_first_not_of('0') == kNone;
  const std::string unit(singular || (whole_one && magnitude.empty()) ? currency.one : currency.many);
  if (!magnitude.empty()) return number.words() + ' ' + std::string(magnitude) + ' ' + unit;
  if (number.fraction.size() != 2 || currency.cent.empty()) return number.words() + ' ' + unit;
  const bool one_cent = number.fraction == "01";
  const std::string cents =
      cardinal(number.fraction) + ' ' + std::string(one_cent ? currency.cent : currency.cents);
  if (number.fraction == "00") return cardinal(number.whole) + ' ' + unit;
  // A rate of exchange: 0.92 EUR
  const bool is_code = currency.sign.size() == 3 && all_capitals(currency.sign);
  if (value_of(number.whole) == 0 && is_code) return number.words() + ' ' + unit;
  if (number.whole.empty() || value_of(number.whole) == 0) return cents;
  const std::string whole(value_of(number.whole) == 1 ? currency.one : currency.many);
  return cardinal(number.whole) + ' ' + whole + " and " + cents;
}

/// Words for the lexemes from `/` on: "$5/month".
void per(const Cursor& at, SpokenPart& part) {
  const std::ptrdiff_t n = part.lexemes;
  if (!at.symbol(n, U'/') || !at.word(n + 1)) return;
  static constexpr std::array<std::array<std::string_view, 2>, 15> kShort = {{{"mo", "month"},
                                                                              {"wk", "week"},
                                                                              {"d", "day"},
                                                                              {"min", "minute"},
                                                                              {"oz", "ounce"},
                                                                              {"ft", "foot"},
                                                                              {"yr", "year"},
                                                                              {"hr", "hour"},
                                                                              {"h", "hour"},
                                                                              {"lb", "pound"},
                                                                              {"bbl", "barrel"},
                                                                              {"kg", "kilogram"},
                                                                              {"gb", "gigabyte"},
                                                                              {"kwh", "kilowatt hour"},
                                                                              {"sq", "square"}}};
  std::string unit = at[n + 1].text;
  for (const auto& [abbreviation, word] : kShort) {
    if (at[n + 1].lower == abbreviation) unit = word;
  }
  part.words += " per " + unit;
  part.lexemes += 2;
}

/// €19,99: two digits behind a comma are cents.
void take_decimal_comma(const Cursor& at, std::ptrdiff_t n, Number& number) {
  const std::ptrdiff_t comma = n + number.lexemes;
  if (number.grouped || !number.fraction.empty() || !at.symbol(comma, U',') ||
      at[comma + 1].text.size() != 2 || !at.digits(comma + 1) || at.word(comma + 2))
    return;
  number.fraction = at[comma + 1].text;
  number.lexemes += 2;
}

/// The ½ of $28.12½; empty where there is none.
std::string_view part_of_a_cent(const Cursor& at, std::ptrdiff_t n) {
  if (at.symbol(n, U'½')) return " and a half";
  if (at.symbol(n, U'¼')) return " and a quarter";
  return at.symbol(n, U'¾') ? " and three quarters" : "";
}

/// $5, $5.20, -$5, US$ 1.5 million, $5–$10, £5-10
Reading sign_first(const Cursor& at) {
  const bool negative = at.symbol_of(0, U"-−") && !at.alphanumeric(-1);
  std::ptrdiff_t n = negative ? 1 : 0;
  const Sign sign = sign_before(at, n);
  if (sign.currency == nullptr) return {};
  n += sign.lexemes;
  n = at.skip_space(n);
  const bool negative_inside = at.symbol_of(n, U"-−") && (at.digits(n + 1));
  if (negative_inside) ++n;
  std::optional<Number> number = parse_number(at, n);
  if (!number) return {};
  take_decimal_comma(at, n, *number);
  n += number->lexemes;
  const std::string minus = negative || negative_inside ? "minus " : "";
  // A range gives its unit once, at the end.
  if (at.symbol_of(n, U"-–—")) {
    const Sign second_sign = sign_before(at, n + 1);
    const std::ptrdiff_t second = n + 1 + second_sign.lexemes;
    if (const std::optional<Number> high = parse_number(at, second)) {
      const std::ptrdiff_t past = second + high->lexemes;
      const Magnitude size = magnitude(at, past);
      // "$150.25-$250.67": cents belong to each amount.
      const bool cents = number->fraction.size() == 2 && size.words.empty();
      const std::string low = !cents                     ? number->words()
                              : number->fraction == "00" ? cardinal(number->whole)
                                                         : amount_words(*number, *sign.currency, "", false);
      SpokenPart part{past + size.lexemes,
                      minus + low + " to " + amount_words(*high, *sign.currency, size.words, false)};
      per(at, part);
      return {part};
    }
  }
  if (const std::string_view part = part_of_a_cent(at, n); number->fraction.size() == 2 && !part.empty()) {
    const std::string whole =
        amount_words({.lexemes = 0, .whole = number->whole, .fraction = {}}, *sign.currency, "", false);
    return {{n + 1, minus + whole + " and " + cardinal(number->fraction) + std::string(part) + ' ' +
                        std::string(sign.currency->cents)}};
  }
  const Magnitude size = magnitude(at, n);
  n += size.lexemes;
  SpokenPart part{n, minus + amount_words(*number, *sign.currency, size.words, adjective(at, 0, n))};
  if (at.symbol_of(n, U"-–") && size.lexemes > 0 && sign_before(at, n + 1).currency != nullptr)
    return {part, {1, "to"}};  // $1.2M-$1.5M
  per(at, part);
  if (at.symbol(part.lexemes, U'+') && at.gap(part.lexemes + 1)) {
    part.words += " plus";
    ++part.lexemes;
  }
  return {part};
}

/// 20 €, 5¢, 5.5 million USD
Reading sign_last(const Cursor& at) {
  std::optional<Number> number = parse_number(at);
  if (!number) return {};
  take_decimal_comma(at, 0, *number);
  const Magnitude size = magnitude(at, number->lexemes);
  const std::ptrdiff_t n = at.skip_space(number->lexemes + size.lexemes);
  const Currency* currency = currency_named(at[n].text);
  const bool letters =
      currency != nullptr && currency->sign == "Rs" && at.previous().lower == "the";  // the 3 Rs
  if (currency == nullptr || letters || at.digits(n + 1) || currency->sign == "$" ||
      (at.space(n + 1) && at.digits(n + 2))) {
    return {};
  }
  SpokenPart part{n + 1, amount_words(*number, *currency, size.words, false)};
  per(at, part);
  return {part};
}

/// 2s. 6d., £5 10s.: shillings and pence of old books. Lone "10s" is left to seconds.
Reading shillings(const Cursor& at) {
  if (!at.digits(0) || at[0].text.size() > 2 || at[1].text != "s" || at.alphanumeric(-1)) return {};
  std::ptrdiff_t end = at.symbol(2, U'.') ? 3 : 2;
  std::string words = cardinal(at[0].text) + (at[0].text == "1" ? " shilling" : " shillings");
  const std::ptrdiff_t pence = at.skip_space(end);
  const bool has_pence = at.digits(pence) && at[pence + 1].text == "d" && !at.alphanumeric(pence + 2);
  if (has_pence) {
    words += " and " + cardinal(at[pence].text) + (at[pence].text == "1" ? " penny" : " pence");
    end = at.symbol(pence + 2, U'.') ? pence + 3 : pence + 2;
  }
  const bool after_pounds = at.space(-1) && at.digits(-2) && at.symbol(-3, U'£');
  return has_pence || after_pounds ? Reading{{end, words}} : Reading{};
}

/// It costs 4d., from 4d. to 2d.: pence of old books.
Reading old_pence(const Cursor& at) {
  static constexpr std::string_view kBefore =
      " costs cost for at from to of save saves saved paid pay pays price charge charged charges worth about "
      "only "
      "extra and ";
  if (!at.digits(0) || at[0].text.size() > 2 || at[1].text != "d" || !at.symbol(2, U'.') ||
      at.alphanumeric(-1) || !is_listed(kBefore, at.previous().lower))
    return {};
  return {{3, cardinal(at[0].text) + (at[0].text == "1" ? " penny" : " pence")}};
}

constexpr std::array<Rule, 4> kRules = {{{"shillings and pence", shillings},
                                         {"old pence", old_pence},
                                         {"sign before amount", sign_first},
                                         {"sign after amount", sign_last}}};

}  // namespace

std::span<const Rule> money_rules() {
  return kRules;
}

}  // namespace driftwave
