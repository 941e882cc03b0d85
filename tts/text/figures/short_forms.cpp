#include "tts/text/figures/short_forms.h"

#include <algorithm>

#include "tts/text/figures/figures.h"

namespace driftwave {
namespace {

constexpr std::string_view kShortStreet = "str";

bool is_followed(const Cursor& at, std::ptrdiff_t end, Follows follows,
                 bool (*counts)(std::string_view word)) {
  const std::ptrdiff_t next = at.skip_space(end);
  switch (follows) {
    case Follows::kAny:
      return true;
    case Follows::kName:
      return at.capitalised(next);
    case Follows::kNumber:
      return at.digits(next) || counts(at[next].text);
    case Follows::kAfterNumber:
      return at.previous().kind == Lexeme::Kind::kDigits;
  }
  return true;
}

}  // namespace

FoundShortForm find_short_form(const Cursor& at, std::span<const ShortForm> rows,
                               bool (*counts)(std::string_view word)) {
  FoundShortForm best;
  if (!at.word(0) || at.alphanumeric(-1)) return best;
  for (const ShortForm& row : rows) {
    if (best.row != nullptr && row.sign.size() <= best.row->sign.size()) continue;
    const std::ptrdiff_t length = match_sign(at, 0, row.sign);
    if (length > 0 && is_followed(at, length, row.follows, counts)) best = {&row, length};
  }
  return best;
}

Reading read_short_street(const Cursor& at, std::string_view whole) {
  const std::string& word = at[0].text;
  if (!word.ends_with(kShortStreet) || word.size() < 6 || !at.symbol(1, U'.')) return {};
  return {{2, word.substr(0, word.size() - kShortStreet.size()).append(whole)}};
}

std::string end_before_full_stop(std::string_view text) {
  constexpr std::size_t kLongest = 24;
  std::string said;
  for (const char c : text.substr(text.size() - std::min(text.size(), kLongest)))
    if (c != ' ' || !said.ends_with('.')) said += c;
  return said;
}

AbbreviationEnd short_form_end(std::string_view said, std::span<const ShortForm> rows) {
  if (said.ends_with(kShortStreet) && said.size() > 5) return AbbreviationEnd::kMay;
  AbbreviationEnd end = AbbreviationEnd::kNone;
  std::size_t longest = 0;
  for (const ShortForm& row : rows) {
    const std::string_view sign = row.sign.substr(0, row.sign.size() - 1);
    if (!row.sign.ends_with('.') || sign.size() <= longest || !said.ends_with(sign)) continue;
    const std::string_view before = said.substr(0, said.size() - sign.size());
    if (!before.empty() && std::string_view(" (\"'.-").find(before.back()) == std::string_view::npos)
      continue;
    end = row.end;
    longest = sign.size();
  }
  return end;
}

}  // namespace driftwave
