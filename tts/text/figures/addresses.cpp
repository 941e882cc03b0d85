/// Telephone numbers, and addresses of the net.
#include <algorithm>

#include "tts/text/figures/figures.h"

namespace driftwave {
namespace {

constexpr std::string_view kDomains =
    " com org net info de at ch nl be eu uk fr edu gov io dev app tv biz nrw berlin shop online ";

/// Past the run without white space that begins at 0, without the punctuation that ends it.
std::ptrdiff_t run_end(const Cursor& at) {
  std::ptrdiff_t end = 0;
  while (!at.gap(end) && at[end].kind != Lexeme::Kind::kIpa) ++end;
  while (end > 0 && at.symbol_of(end - 1, U".,;:!?)]}\"'»“”’…>")) --end;
  return end;
}

bool has_domain(const Cursor& at, std::ptrdiff_t end) {
  for (std::ptrdiff_t i = 1; i + 1 < end; ++i) {
    const bool ends = i + 2 == end || at.symbol_of(i + 2, U"/:?");
    if (at.symbol(i, U'.') && ends && is_in(kDomains, at[i + 1].text)) return at.alphanumeric(i - 1);
  }
  return false;
}

bool is_net_address(const Cursor& at, std::ptrdiff_t end) {
  if (end < 3 || at.alphanumeric(-1) || at.symbol_of(-1, U".@/-_")) return false;
  if (at.symbol(0, U'@')) return false;
  std::ptrdiff_t sign = 1;
  while (sign < end && !at.symbol(sign, U'@')) ++sign;
  if (sign < end) {
    for (std::ptrdiff_t i = sign + 2; i + 1 < end; ++i)
      if (at.symbol(i, U'.') && at.alphanumeric(i + 1)) return at.alphanumeric(0);
    return false;
  }
  const std::string& first = at[0].lower;
  const bool is_url = (first == "http" || first == "https" || first == "ftp") && at.symbol(1, U':') &&
                      at.symbol(2, U'/') && at.symbol(3, U'/');
  return is_url || (first == "www" && at.symbol(1, U'.')) || (at.word(0) && has_domain(at, end));
}

std::string net_part(const Lexeme& part, const FigureWords& words) {
  if (part.kind == Lexeme::Kind::kDigits) {
    const bool is_code = part.text.size() > 2 || part.text.front() == '0';
    return is_code ? each_digit(part.text, words) : words.cardinal(part.text);
  }
  if (part.kind == Lexeme::Kind::kWord) {
    if (!is_in(words.net_letters, part.lower)) return part.text;
    std::string letters = "{";
    for (const char c : part.lower) letters += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return letters + '}';
  }
  const auto* const found = std::ranges::find_if(words.net_signs, [&](const SignName& row) {
                              return row.sign == part.symbol;
                            }).base();
  return found == words.net_signs.data() + words.net_signs.size() ? "" : std::string(found->name);
}

std::string phone_digits(const std::string& digits, const FigureWords& words) {
  return words.phone_group != nullptr ? words.phone_group(digits) : each_digit(digits, words);
}

/// Whether the digits at `n` go on with a telephone number that has been read up to there.
bool next_group(const Cursor& at, std::ptrdiff_t& n) {
  std::ptrdiff_t next = n;
  if (at.symbol(next, U')')) ++next;
  if (at.space(next)) ++next;
  if (at.symbol_of(next, U"-–/(")) ++next;
  if (at.space(next)) ++next;
  if (next == n || !at.digits(next) || at[next].text.size() > 12) return false;
  n = next;
  return true;
}

}  // namespace

Reading read_phone_number(const Cursor& at, const FigureWords& words) {
  if (at.alphanumeric(-1) || at.symbol_of(-1, U".,-:/") || (at.space(-1) && at.digits(-2))) return {};
  std::ptrdiff_t n = 0;
  const bool is_abroad = at.symbol(0, U'+');
  if (is_abroad || at.symbol(0, U'(')) ++n;
  if (!at.digits(n) || (!is_abroad && at[n].text.front() != '0')) return {};
  std::string said = is_abroad ? std::string(words.plus) + ' ' : "";
  said += is_abroad && at[n].text.size() == 2 ? words.cardinal(at[n].text) : phone_digits(at[n].text, words);
  std::size_t digits = at[n].text.size();
  std::size_t groups = 1;
  ++n;
  for (std::ptrdiff_t next = n; next_group(at, next); next = n) {
    said += " , " + phone_digits(at[next].text, words);
    digits += at[next].text.size();
    ++groups;
    n = next + 1;
  }
  const bool is_decimal = at.symbol_of(n, U",.:") && at.digits(n + 1);
  if (digits < 7 || digits > 20 || is_decimal || (groups == 1 && digits < 9)) return {};
  return {{n, std::move(said)}};
}

Reading read_net_address(const Cursor& at, const FigureWords& words) {
  if (at[0].kind == Lexeme::Kind::kSymbol || at.gap(0)) return {};
  const std::ptrdiff_t end = run_end(at);
  if (!is_net_address(at, end)) return {};
  Reading reading;
  for (std::ptrdiff_t i = 0; i < end; ++i) reading.push_back({1, net_part(at[i], words)});
  return reading;
}

}  // namespace driftwave
