/// Numbers as they are written where a comma parts decimals.
#include "tts/text/bytes.h"
#include "tts/text/figures/figures.h"
#include "tts/text/rules/number_words.h"

namespace driftwave {
namespace {

constexpr std::u32string_view kApostrophes = U"'’";
constexpr std::u32string_view kDashes = U"-–—−";

/// Past groups of three digits behind `n`, each after the mark that `is_mark` knows.
template <class IsMark>
std::ptrdiff_t past_groups(const Cursor& at, std::ptrdiff_t n, const IsMark& is_mark) {
  std::ptrdiff_t end = n + 1;
  while (is_mark(end) && at.digits(end + 1) && at[end + 1].text.size() == 3) end += 2;
  return end;
}

void take(const Cursor& at, std::ptrdiff_t n, std::ptrdiff_t end, CommaNumber& number) {
  for (std::ptrdiff_t i = n + 2; i < end; i += 2) number.whole += at[i].text;
  number.lexemes = end - n;
  number.grouped = true;
}

void take_groups(const Cursor& at, std::ptrdiff_t n, CommaNumber& number) {
  if (number.whole.size() > 3 || number.whole.front() == '0') return;
  const auto dot = [&](std::ptrdiff_t i) { return at.symbol(i, U'.'); };
  const auto apostrophe = [&](std::ptrdiff_t i) { return at.symbol_of(i, kApostrophes); };
  const auto space = [&](std::ptrdiff_t i) { return at.space(i); };
  const auto goes_on = [&](std::ptrdiff_t end) { return at.digits(end + 1) || at.alphanumeric(end); };
  const std::ptrdiff_t dots = past_groups(at, n, dot);
  if (dots > n + 1) {
    const bool is_address = at.symbol(dots, U'.') && goes_on(dots);  // 192.168.100.1
    if (!is_address && !at.alphanumeric(dots) && !(at.symbol(n - 1, U'.') && at.digits(n - 2)))
      take(at, n, dots, number);
    return;
  }
  const std::ptrdiff_t strokes = past_groups(at, n, apostrophe);
  if (strokes > n + 1) return take(at, n, strokes, number);
  const std::ptrdiff_t spaces = past_groups(at, n, space);
  const bool stands_alone = !(at.space(n - 1) && at.digits(n - 2)) && !at.symbol_of(n - 1, U"+/-)") &&
                            !(at.space(spaces) && at.digits(spaces + 1)) && !at.alphanumeric(spaces) &&
                            !at.symbol_of(spaces, U"-/");
  if (spaces > n + 1 && stands_alone) take(at, n, spaces, number);
}

}  // namespace

std::optional<CommaNumber> parse_comma_number(const Cursor& at, std::ptrdiff_t n) {
  if (!at.digits(n)) return std::nullopt;
  CommaNumber number{.lexemes = 1, .whole = at[n].text, .fraction = "", .grouped = false};
  take_groups(at, n, number);
  const std::ptrdiff_t mark = n + number.lexemes;
  if (!at.symbol(mark, U',')) return number;
  const bool is_list = at.symbol(mark + 2, U',') && at.digits(mark + 3);
  if (at.digits(mark + 1) && !is_list && !(at.symbol(n - 1, U',') && at.digits(n - 2))) {
    number.fraction = at[mark + 1].text;
    number.lexemes += 2;
  } else if (at.symbol_of(mark + 1, kDashes) && !at.alphanumeric(mark + 2)) {
    number.lexemes += at.symbol(mark + 2, at[mark + 1].symbol) ? 3 : 2;
  }
  return number;
}

std::string each_digit(std::string_view digits, const FigureWords& words) {
  std::string said;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0) said += ' ';
    said += words.cardinal(digits.substr(i, 1));
  }
  return said;
}

std::string number_words(const CommaNumber& number, const FigureWords& words) {
  const bool is_code = number.whole.size() > 1 && number.whole.front() == '0' && number.fraction.empty();
  std::string said = is_code ? each_digit(number.whole, words) : words.cardinal(number.whole);
  if (!number.fraction.empty())
    said.append(" ")
        .append(words.comma)
        .append(" ")
        .append(words.decimals != nullptr ? words.decimals(number.fraction)
                                          : each_digit(number.fraction, words));
  return said;
}

bool is_small_number(const Cursor& at, std::ptrdiff_t n) {
  return at.digits(n) && at[n].text.size() <= 3 && at[n].text.front() != '0';
}

std::optional<StrokeFraction> parse_stroke_fraction(const Cursor& at) {
  if (at.alphanumeric(-1) || at.symbol_of(-1, U"/.,:")) return std::nullopt;
  const std::ptrdiff_t n = at.space(1) && at.digits(0) && at.digits(2) && at.symbol(3, U'/') ? 2 : 0;
  if (!is_small_number(at, n) || !at.symbol_of(n + 1, U"/⁄") || !is_small_number(at, n + 2))
    return std::nullopt;
  if (at.alphanumeric(n + 3) || (at.symbol_of(n + 3, U"/.,-") && at.alphanumeric(n + 4))) return std::nullopt;
  return StrokeFraction{.n = n, .above = value_of(at[n].text), .below = value_of(at[n + 2].text)};
}

Reading read_version(const Cursor& at, const FigureWords& words, std::string_view dot) {
  if (!at.digits(0) || !at.symbol(1, U'.') || !at.digits(2) || at.alphanumeric(-1)) return {};
  const std::optional<CommaNumber> number = parse_comma_number(at);
  if (number && number->grouped) return {};
  Reading reading{{1, words.cardinal(at[0].text)}};
  for (std::ptrdiff_t n = 1; at.symbol(n, U'.') && at.digits(n + 1); n += 2) {
    const std::string& digits = at[n + 1].text;
    const bool is_code = digits.front() == '0' || digits.size() > 2;
    reading.push_back({1, std::string(dot)});
    reading.push_back({1, is_code ? each_digit(digits, words) : words.cardinal(digits)});
  }
  return reading;
}

bool is_in(std::string_view list, std::string_view word) {
  if (word.empty() || word.find(' ') != std::string_view::npos) return false;
  std::string with_gaps = " ";
  with_gaps.append(word).append(" ");
  return list.find(with_gaps) != std::string_view::npos;
}

std::ptrdiff_t match_sign(const Cursor& at, std::ptrdiff_t n, std::string_view sign) {
  std::ptrdiff_t i = n;
  bool after_dot = false;
  while (!sign.empty()) {
    if (after_dot && at.space(i) && !sign.starts_with(' ')) ++i;
    const std::string& text = at[i].text;
    if (text.empty() || !sign.starts_with(text)) return 0;
    after_dot = at.symbol(i, U'.');
    sign.remove_prefix(text.size());
    ++i;
  }
  const bool ends_with_letter = at.alphanumeric(i - 1);
  return ends_with_letter && at.alphanumeric(i) ? 0 : i - n;
}

}  // namespace driftwave
