/// Codes: identifiers, colours, card numbers, passwords in digits, and numbers that name things.
#include <algorithm>
#include <array>

#include "tts/text/bytes.h"
#include "tts/text/rules/abbreviations.h"
#include "tts/text/rules/number_words.h"
#include "tts/text/rules/rule.h"

namespace driftwave {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

bool is_hex(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789abcdefABCDEF") == kNone;
}

/// "{F} {F} eight", a letter or digit each.
std::string characters(std::string_view text) {
  std::string words;
  for (const char c : upper_case(std::string(text))) {
    if (!words.empty()) words += ' ';
    words += is_digit(c) ? one_by_one(std::string_view(&c, 1)) : '{' + std::string(1, c) + '}';
  }
  return words;
}

/// The letters and digits that stand together from `n`, and how many lexemes they are.
std::string run_at(const Cursor& at, std::ptrdiff_t n, std::ptrdiff_t& end) {
  std::string text;
  for (end = n; at.alphanumeric(end); ++end) text += at[end].text;
  return text;
}

/// 00:1A:2B:3C:4D:5E: the address of a network card.
Reading card_address(const Cursor& at) {
  if (!at.alphanumeric(0) || at.alphanumeric(-1) || at.symbol_of(-1, U":-")) return {};
  std::string words;
  std::ptrdiff_t n = 0;
  int groups = 0;
  for (;; ++n) {
    std::ptrdiff_t end = 0;
    const std::string text = run_at(at, n, end);
    if (text.size() != 2 || !is_hex(text)) return {};
    words += (words.empty() ? "" : " , ") + characters(text);
    ++groups;
    n = end;
    if (!at.symbol(n, U':') || !at.alphanumeric(n + 1)) break;
  }
  return groups == 6 ? Reading{{n, words}} : Reading{};
}

/// ZIP 90210
Reading post_code(const Cursor& at) {
  if (!at.digits(0) || at[0].text.size() != 5 || !at.space(-1) || at.alphanumeric(1)) return {};
  const bool code = at[-2].lower == "code" && (at[-4].lower == "zip" || at[-4].lower == "postal");
  return at[-2].lower == "zip" || code ? Reading{{1, one_by_one(at[0].text)}} : Reading{};
}

/// Whether the number is what the words before it name: "the code is", "PIN:", "tax identification number".
bool is_named_code(const Cursor& at, std::string_view names) {
  static constexpr std::string_view kBetween = " is was of no number ";
  std::ptrdiff_t n = at.space(-1) ? -2 : -1;
  for (int words = 0; words < 3; ++words) {
    if (at.symbol_of(n, U":#=.")) {
      --n;
    } else if (is_listed(names, at[n].lower)) {
      return true;
    } else if (!is_listed(kBetween, at[n].lower)) {
      return false;
    } else {
      --n;
    }
    if (at.space(n)) --n;
  }
  return is_listed(names, at[n].lower);
}

/// The code is 8271; tax identification number 64-6221541
Reading secret_number(const Cursor& at) {
  static constexpr std::string_view kSecrets = " code pin password passcode combination otp zip postcode ";
  static constexpr std::string_view kNumbered =
      " number identification id account ein ssn invoice passport license licence policy serial ref "
      "reference "
      "tracking case booking confirmation membership ";
  if (!at.digits(0) || at.alphanumeric(-1) || at.symbol_of(-1, U".,-/$£€")) return {};
  if (at.symbol(1, U'-') && at.digits(2)) {
    const bool two_groups = !at.alphanumeric(3) && !at.symbol_of(3, U"-/") &&
                            !(at.symbol(3, U'.') && at.alphanumeric(4)) && at[2].text.size() >= 4;
    if (!two_groups || (!is_named_code(at, kSecrets) && !is_named_code(at, kNumbered))) return {};
    return {{3, one_by_one(at[0].text) + " , " + one_by_one(at[2].text)}};
  }
  const bool bare = !at.alphanumeric(1) && !(at.symbol_of(1, U".,:/-") && at.alphanumeric(2)) &&
                    !at.symbol_of(1, U"%°") && !(at.space(1) && at.digits(2));
  if (!bare || at[0].text.size() < 4 || at[0].text.size() > 12) return {};
  const bool secret = is_named_code(at, kSecrets);
  return secret || (at[0].text.size() >= 6 && is_named_code(at, kNumbered))
             ? Reading{{1, one_by_one(at[0].text)}}
             : Reading{};
}

/// 4557 Melan Dr.: the number of a house, said in two halves.
Reading house_number(const Cursor& at) {
  if (!at.digits(0) || at[0].text.size() != 4 || at[0].text.ends_with("00") || at[0].text.front() == '0' ||
      at.symbol_of(-1, U".,-/$£€#:") || !at.space(1) || !at.capitalised(2))
    return {};
  bool street = false;
  for (std::ptrdiff_t n = 4; n <= 8 && (at.word(n) || at.space(n) || at.symbol(n, U'.')); ++n)
    street = street || (is_street(at[n].lower) && at.capitalised(n));
  if (!street) return {};
  const std::string_view digits = at[0].text;
  const bool oh = digits[2] == '0';
  return {{1, cardinal(digits.substr(0, 2)) + (oh ? " oh " : " ") + cardinal(digits.substr(oh ? 3 : 2))}};
}

/// Error 404, HTTP 503, Highway 101: a zero in the middle is said as a letter.
Reading code_with_zero(const Cursor& at) {
  static constexpr std::string_view kCodes =
      " error http https status code highway hwy interstate route flight room bus line channel studio "
      "apartment suite ";
  if (!at.digits(0) || at[0].text.size() != 3 || at[0].text[1] != '0' || at[0].text[2] == '0' ||
      !at.space(-1) || at.alphanumeric(1) || at.symbol_of(1, U",.-:/%") || !is_listed(kCodes, at[-2].lower))
    return {};
  const std::string_view digits = at[0].text;
  return {{1, one_by_one(digits.substr(0, 1)) + " oh " + one_by_one(digits.substr(2))}};
}

/// #FF8800
Reading colour(const Cursor& at) {
  if (!at.symbol(0, U'#') || at.alphanumeric(-1)) return {};
  std::ptrdiff_t end = 0;
  const std::string text = run_at(at, 1, end);
  if (!is_hex(text) || (text.size() != 6 && text.size() != 3 && text.size() != 8)) return {};
  const bool digit = text.find_first_of("0123456789") != kNone;
  const bool letter = text.find_first_of("abcdefABCDEF") != kNone;
  const bool plain_word = !digit && !all_capitals(text);
  if (plain_word || (!letter && text.size() != 6)) return {};
  return {{end, "hash " + characters(text)}};
}

/// 0x1F
Reading hexadecimal(const Cursor& at) {
  if (at[0].text != "0" || !at.word(1) || !at[1].lower.starts_with('x') || at.alphanumeric(-1)) return {};
  std::ptrdiff_t end = 0;
  const std::string text = run_at(at, 1, end).substr(1);
  if (!is_hex(text)) return {};
  return {{end, "zero {X} " + characters(text)}};
}

/// 550e8400-e29b-41d4, a1b2c3d4: identifiers in hexadecimal.
Reading identifier(const Cursor& at) {
  if (!at.alphanumeric(0) || at.alphanumeric(-1) || at.symbol_of(-1, U"-.+@/")) return {};
  std::string words;
  std::size_t size = 0;
  bool mixed = false;
  std::ptrdiff_t n = 0;
  for (;;) {
    std::ptrdiff_t end = 0;
    const std::string text = run_at(at, n, end);
    if (!is_hex(text)) return {};
    const bool digit = text.find_first_of("0123456789") != kNone;
    mixed = mixed || (digit && text.find_first_of("abcdefABCDEF") != kNone && text.size() > 2);
    size += text.size();
    if (!words.empty()) words += " , ";
    words += characters(text);
    n = end;
    if (!at.symbol(n, U'-') || !at.alphanumeric(n + 1)) break;
    ++n;
  }
  // 1e6 is a number, 5d a word for days; an address goes on.
  if (at.symbol_of(n, U"@/_") || (at.symbol(n, U'.') && at.alphanumeric(n + 1))) return {};
  return mixed && size >= 7 ? Reading{{n, words}} : Reading{};
}

/// 4111 1111 1111 1111
Reading card_number(const Cursor& at) {
  if (!at.digits(0) || at[0].text.size() != 4 || at.alphanumeric(-1)) return {};
  std::string words;
  std::ptrdiff_t n = 0;
  int groups = 0;
  while (at.digits(n) && at[n].text.size() == 4 && !at.alphanumeric(n + 1)) {
    if (!words.empty()) words += " , ";
    words += one_by_one(at[n].text);
    ++groups;
    ++n;
    if (!(at.space(n) || at.symbol(n, U'-')) || !at.digits(n + 1)) break;
    ++n;
  }
  return groups >= 3 ? Reading{{n, words}} : Reading{};
}

constexpr std::array<Rule, 9> kRules = {{{"colour", colour},
                                         {"address of a card", card_address},
                                         {"post code", post_code},
                                         {"secret number", secret_number},
                                         {"number of a house", house_number},
                                         {"code with a zero", code_with_zero},
                                         {"hexadecimal", hexadecimal},
                                         {"identifier", identifier},
                                         {"card number", card_number}}};

}  // namespace

std::span<const Rule> code_rules() {
  return kRules;
}

}  // namespace driftwave
