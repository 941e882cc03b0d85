#include "tts/text/rules/number_words.h"

#include <unicode/rbnf.h>

#include <algorithm>

#include "engine/core/error.h"
#include "tts/text/bytes.h"
#include "tts/text/rules/word_lists.h"

namespace driftwave {
namespace {

constexpr std::size_t kLongestSpelled = 18;  // digits that always fit an int64

std::string spell(std::int64_t value, const char* rule_set) {
  UErrorCode status = U_ZERO_ERROR;
  // Making one parses a page of rules; sharing one between threads is not promised to be safe.
  thread_local const icu::RuleBasedNumberFormat format(icu::URBNF_SPELLOUT, icu::Locale::getUS(), status);
  if (U_FAILURE(status) != 0) throw Error("number words: ICU: {}", u_errorName(status));
  icu::UnicodeString spelled;
  icu::FieldPosition position(icu::FieldPosition::DONT_CARE);
  format.format(value, icu::UnicodeString(rule_set), spelled, position, status);
  if (U_FAILURE(status) != 0) throw Error("number words: ICU: {}", u_errorName(status));
  std::string words;
  spelled.toUTF8String(words);
  return words;
}

std::string_view without_zeros(std::string_view digits) {
  const std::size_t first = digits.find_first_not_of('0');
  return first == std::string_view::npos ? digits.substr(digits.size() - 1) : digits.substr(first);
}

}  // namespace

std::int64_t value_of(std::string_view digits) {
  digits = digits.empty() ? digits : without_zeros(digits);
  if (digits.empty() || digits.size() > kLongestSpelled) return -1;
  std::int64_t value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

std::string cardinal(std::int64_t value) {
  return spell(value, "%spellout-numbering");
}

std::string cardinal(std::string_view digits) {
  const std::int64_t value = value_of(digits);
  return value < 0 ? one_by_one(digits) : cardinal(value);
}

std::string ordinal(std::string_view digits) {
  const std::int64_t value = value_of(digits);
  return value < 0 ? one_by_one(digits) : spell(value, "%spellout-ordinal");
}

std::string one_by_one(std::string_view digits) {
  std::string words;
  for (const char c : digits) {
    if (!words.empty()) words += ' ';
    words += cardinal(c - '0');
  }
  return words;
}

std::string year(std::int64_t value) {
  const std::int64_t century = value / 100;
  const std::int64_t rest = value % 100;
  if (value < 1000 || value > 9999 || value % 1000 == 0) return cardinal(value);
  if (rest == 0) return cardinal(century) + " hundred";
  if (century % 10 == 0 && rest < 10) return cardinal(value);
  return cardinal(century) + (rest < 10 ? " oh " : " ") + cardinal(rest);
}

std::string plural(std::string words) {
  if (words.ends_with('y')) {
    words.replace(words.size() - 1, 1, "ies");
  } else if (words.ends_with('x')) {
    words += "es";
  } else {
    words += 's';
  }
  return words;
}

std::string Number::words() const {
  std::string said;
  if (whole.size() > 1 && whole.front() == '0' && fraction.empty()) return one_by_one(whole);
  if (!whole.empty()) said = cardinal(whole);
  if (!fraction.empty()) said += (said.empty() ? "point " : " point ") + one_by_one(fraction);
  return said;
}

namespace {

/// 1 234 567 and 12 500, with ordinary or no-break spaces.
void take_spaced_groups(const Cursor& at, std::ptrdiff_t n, Number& number) {
  std::ptrdiff_t end = n + 1;
  std::string whole = number.whole;
  while (at.space(end) && at.digits(end + 1) && at[end + 1].text.size() == 3) {
    whole += at[end + 1].text;
    end += 2;
  }
  const bool one_group = whole.size() <= 6;
  const bool more_digits = at.space(end) && at.digits(end + 1);
  const bool beside = (at.space(n - 1) && at.digits(n - 2)) || at.symbol_of(n - 1, U"+)-/") || at.word(end) ||
                      at.symbol_of(end, U"-/") || at.symbol_of(n - 2, U"+)-/");
  const bool after_name = one_group && at.space(n - 1) && at.capitalised(n - 2) && at.gap(n - 3) && n > 2;
  if (end == n + 1 || more_digits || beside || after_name || number.whole.front() == '0') return;
  const bool date_before = month_of(at[n - 2].text).has_value();
  // "Order 66 123" are two numbers.
  static constexpr std::string_view kNumbered =
      " order room flight route bus chapter page gate line lot box suite apartment unit section act scene "
      "article item number no figure table step level platform track channel train tram highway ";
  if (one_group && at.space(n - 1) && is_listed(kNumbered, at[n - 2].lower)) return;
  if (date_before ||
      (one_group && number.whole.size() == 1 && at[n + 2].text.front() == '0' && at[n + 2].text != "000"))
    return;
  number.whole = std::move(whole);
  number.lexemes = end - n;
  number.grouped = true;
}

/// 1.234.567 and 1'000'000, as other countries part thousands.
void take_foreign_groups(const Cursor& at, std::ptrdiff_t n, Number& number) {
  for (const std::u32string_view sign : {U".", U"'’"}) {
    std::string whole = number.whole;
    std::ptrdiff_t end = n + 1;
    int groups = 0;
    while (at.symbol_of(end, sign) && at.digits(end + 1) && at[end + 1].text.size() == 3) {
      whole += at[end + 1].text;
      end += 2;
      ++groups;
    }
    const bool goes_on = at.alphanumeric(end) || (at.symbol_of(end, U".,") && at.digits(end + 1));
    // 100.200.300 may be a part of an address; 12.345 has decimals.
    const bool plain =
        sign == U"." ? groups >= 2 && (number.whole.size() < 3 || whole.ends_with("000")) : groups >= 1;
    if (!plain || goes_on || at.symbol_of(n - 1, U".'’")) continue;
    number.whole = std::move(whole);
    number.lexemes = end - n;
    number.grouped = true;
    return;
  }
}

}  // namespace

std::optional<Number> parse_number(const Cursor& at, std::ptrdiff_t n) {
  Number number;
  if (at.digits(n)) {
    number.whole = at[n].text;
    number.lexemes = 1;
    if (number.whole.size() <= 3 && number.whole != "0") {
      while (at.symbol(n + number.lexemes, U',') && at[n + number.lexemes + 1].text.size() == 3 &&
             at.digits(n + number.lexemes + 1)) {
        number.whole += at[n + number.lexemes + 1].text;
        number.lexemes += 2;
        number.grouped = true;
      }
      if (!number.grouped) take_spaced_groups(at, n, number);
      if (!number.grouped) take_foreign_groups(at, n, number);
    }
  } else if (!at.symbol(n, U'.') || at.alphanumeric(n - 1) || at.symbol(n - 1, U'.')) {
    return std::nullopt;
  }
  if (at.symbol(n + number.lexemes, U'.') && at.digits(n + number.lexemes + 1)) {
    number.fraction = at[n + number.lexemes + 1].text;
    number.lexemes += 2;
  }
  if (number.lexemes == 0) return std::nullopt;
  return number;
}

}  // namespace driftwave
