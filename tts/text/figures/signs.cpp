/// Signs that are words.
#include "tts/text/figures/figures.h"

namespace driftwave {
namespace {

bool value_beside(const Cursor& at) {
  const std::ptrdiff_t next = at.skip_space(1);
  const bool before = at.previous().kind == Lexeme::Kind::kDigits ||
                      at.previous().kind == Lexeme::Kind::kWord || at.previous().symbol == U')';
  return before && (at.alphanumeric(next) || at.symbol_of(next, U"(-+√"));
}

Reading said(std::string_view word) {
  return {{1, std::string(word)}};
}

}  // namespace

Reading read_section_sign(const Cursor& at, std::string_view one, std::string_view several) {
  if (!at.symbol(0, U'§')) return {};
  if (at.symbol(1, U'§')) return {{2, std::string(several)}};
  return said(one);
}

Reading read_arithmetic(const Cursor& at, std::span<const SignName> signs, std::string_view minus) {
  for (const SignName& row : signs)
    if (at.symbol(0, row.sign) && (value_beside(at) || at.digits(at.skip_space(1)))) return said(row.name);
  const bool is_minus = at.symbol_of(0, U"-–") && at.space(-1) && at.space(1) && at.digits(2) &&
                        at.previous().kind == Lexeme::Kind::kDigits && at.sentence_has(U'=');
  if (is_minus) return said(minus);
  return {};
}

Reading read_sign(const Cursor& at, const SignWords& words) {
  for (const SignName& row : words.always)
    if (at.symbol(0, row.sign)) return said(row.name);
  if (at.symbol(0, U'@') && at.word(1)) return said(words.at);
  if (at.symbol(0, U'#') && at.digits(1)) return said(words.number);
  if (at.symbol(0, U'#') && at.word(1)) return said(words.hashtag);
  if (at.symbol(0, U'+') && at.gap(1) && at.alphanumeric(-1)) return said(words.plus);
  const bool either = at.symbol(0, U'/') && at.word(-1) && at.word(1);
  if (either && at[-1].lower == words.and_ && at[1].lower == words.or_) return said("");
  if (at.symbol(0, U'/') && at.digits(-1) && at.digits(1)) return said(words.stroke);
  return {};
}

}  // namespace driftwave
