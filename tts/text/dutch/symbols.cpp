/// Signs that are words, telephone numbers and addresses.
#include <array>

#include "tts/text/dutch/rules.h"
#include "tts/text/dutch/words.h"

namespace driftwave::dutch {
namespace {

bool value_beside(const Cursor& at) {
  const std::ptrdiff_t next = at.skip_space(1);
  const bool before = at.previous().kind == Lexeme::Kind::kDigits ||
                      at.previous().kind == Lexeme::Kind::kWord || at.previous().symbol == U')';
  return before && (at.alphanumeric(next) || at.symbol_of(next, U"(-+√"));
}

Reading paragraph(const Cursor& at) {
  if (!at.symbol(0, U'§')) return {};
  const bool several = at.symbol(1, U'§');
  return {{several ? 2 : 1, several ? "paragrafen" : "paragraaf"}};
}

/// (* 3. Mai 1900; † 5. Juni 1980)
Reading born_or_died(const Cursor& at) {
  if (!at.symbol_of(0, U"*†") || !at.gap(1)) return {};
  const std::ptrdiff_t next = at.skip_space(1);
  const bool dated = at.digits(next) || at[next].lower == "rond" || at[next].lower == "voor" ||
                     month_of(at[next].text) > 0 || at[next].lower == "in";
  if (!dated) return {};
  return {{1, at.symbol(0, U'*') ? "geboren" : "overleden"}};
}

Reading arithmetic(const Cursor& at) {
  struct Sign {
    char32_t sign;
    std::string_view word;
  };
  static constexpr auto kSigns = std::to_array<Sign>({{U'+', "plus"},
                                                      {U'=', "is"},
                                                      {U'×', "keer"},
                                                      {U'·', "keer"},
                                                      {U'÷', "gedeeld door"},
                                                      {U'≈', "ongeveer"},
                                                      {U'±', "plus of min"},
                                                      {U'≤', "kleiner dan of gelijk aan"},
                                                      {U'≥', "groter dan of gelijk aan"},
                                                      {U'<', "kleiner dan"},
                                                      {U'>', "groter dan"},
                                                      {U'−', "min"}});
  for (const Sign& row : kSigns)
    if (at.symbol(0, row.sign) && (value_beside(at) || at.digits(at.skip_space(1))))
      return {{1, std::string(row.word)}};
  const bool minus = at.symbol_of(0, U"-–") && at.space(-1) && at.space(1) && at.digits(2) &&
                     at.previous().kind == Lexeme::Kind::kDigits && at.sentence_has(U'=');
  if (minus) return {{1, "min"}};
  const bool times =
      at[0].text == "x" && at.previous().kind == Lexeme::Kind::kDigits && at.alphanumeric(at.skip_space(1));
  if (times) return {{1, "keer"}};
  return {};
}

Reading sign(const Cursor& at) {
  if (at.symbol(0, U'&')) return {{1, "en"}};
  if (at.symbol(0, U'%')) return {{1, "procent"}};
  if (at.symbol(0, U'‰')) return {{1, "promille"}};
  if (at.symbol(0, U'°')) return {{1, "graden"}};
  if (at.symbol(0, U'€')) return {{1, "euro"}};
  if (at.symbol(0, U'$')) return {{1, "dollar"}};
  if (at.symbol(0, U'£')) return {{1, "pond"}};
  if (at.symbol(0, U'©')) return {{1, "copyright"}};
  if (at.symbol(0, U'@') && at.word(1)) return {{1, "apenstaartje"}};
  if (at.symbol(0, U'#') && at.digits(1)) return {{1, "nummer"}};
  if (at.symbol(0, U'#') && at.word(1)) return {{1, "hashtag"}};
  if (at.symbol(0, U'+') && at.gap(1) && at.alphanumeric(-1)) return {{1, "plus"}};
  const bool either = at.symbol(0, U'/') && at.word(-1) && at.word(1);
  if (either && at[-1].lower == "en" && at[1].lower == "of") return {{1, ""}};
  if (at.symbol(0, U'/') && at.digits(-1) && at.digits(1)) return {{1, "schuine streep"}};
  return {};
}

Reading phone(const Cursor& at) {
  return read_phone_number(at, figure_words());
}

Reading net(const Cursor& at) {
  return read_net_address(at, figure_words());
}

constexpr std::array<Rule, 4> kRules = {
    {{"paragraph", paragraph}, {"born or died", born_or_died}, {"arithmetic", arithmetic}, {"sign", sign}}};
constexpr std::array<Rule, 2> kNet = {{{"net address", net}, {"telephone", phone}}};

}  // namespace

std::span<const Rule> symbol_rules() {
  return kRules;
}

std::span<const Rule> net_rules() {
  return kNet;
}

}  // namespace driftwave::dutch
