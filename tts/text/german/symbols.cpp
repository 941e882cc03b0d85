/// Signs that are words, telephone numbers and addresses.
#include <array>

#include "tts/text/german/rules.h"
#include "tts/text/german/words.h"

namespace driftwave::german {
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
  return {{several ? 2 : 1, several ? "Paragrafen" : "Paragraf"}};
}

/// (* 3. Mai 1900; † 5. Juni 1980)
Reading born_or_died(const Cursor& at) {
  if (!at.symbol_of(0, U"*†") || !at.gap(1)) return {};
  const std::ptrdiff_t next = at.skip_space(1);
  const bool dated = at.digits(next) || at[next].lower == "um" || at[next].lower == "vor" ||
                     month_of(at[next].text) > 0 || at[next].lower == "in";
  if (!dated) return {};
  std::string said = at.symbol(0, U'*') ? "geboren" : "gestorben";
  if (at.digits(next) && at.symbol(next + 1, U'.')) said += " am";
  return {{1, std::move(said)}};
}

Reading arithmetic(const Cursor& at) {
  struct Sign {
    char32_t sign;
    std::string_view word;
  };
  static constexpr auto kSigns = std::to_array<Sign>({{U'+', "plus"},
                                                      {U'=', "gleich"},
                                                      {U'×', "mal"},
                                                      {U'·', "mal"},
                                                      {U'÷', "geteilt durch"},
                                                      {U'≈', "ungefähr"},
                                                      {U'±', "plus minus"},
                                                      {U'≤', "kleiner gleich"},
                                                      {U'≥', "größer gleich"},
                                                      {U'<', "kleiner als"},
                                                      {U'>', "größer als"},
                                                      {U'−', "minus"}});
  for (const Sign& row : kSigns)
    if (at.symbol(0, row.sign) && (value_beside(at) || at.digits(at.skip_space(1))))
      return {{1, std::string(row.word)}};
  const bool minus = at.symbol_of(0, U"-–") && at.space(-1) && at.space(1) && at.digits(2) &&
                     at.previous().kind == Lexeme::Kind::kDigits && at.sentence_has(U'=');
  if (minus) return {{1, "minus"}};
  const bool times =
      at[0].text == "x" && at.previous().kind == Lexeme::Kind::kDigits && at.digits(at.skip_space(1));
  if (times) return {{1, "mal"}};
  return {};
}

/// Einwohner/km²
Reading per_unit(const Cursor& at) {
  if (!at.symbol(0, U'/') || !at.word(-1)) return {};
  const Counted* best = nullptr;
  std::ptrdiff_t lexemes = 0;
  for (const Counted& unit : figure_words().units) {
    const std::ptrdiff_t length = match_sign(at, 1, unit.sign);
    if (length <= lexemes) continue;
    lexemes = length;
    best = &unit;
  }
  if (best == nullptr) return {};
  return {{1 + lexemes, std::string("pro ").append(best->singular)}};
}

Reading sign(const Cursor& at) {
  if (at.symbol(0, U'&')) return {{1, "und"}};
  if (at.symbol(0, U'%')) return {{1, "Prozent"}};
  if (at.symbol(0, U'‰')) return {{1, "Promille"}};
  if (at.symbol(0, U'°')) return {{1, "Grad"}};
  if (at.symbol(0, U'€')) return {{1, "Euro"}};
  if (at.symbol(0, U'$')) return {{1, "Dollar"}};
  if (at.symbol(0, U'£')) return {{1, "Pfund"}};
  if (at.symbol(0, U'©')) return {{1, "Copyright"}};
  if (at.symbol(0, U'@') && at.word(1)) return {{1, "ät"}};
  if (at.symbol(0, U'#') && at.digits(1)) return {{1, "Nummer"}};
  if (at.symbol(0, U'#') && at.word(1)) return {{1, "Hashtag"}};
  if (at.symbol(0, U'+') && at.gap(1) && at.alphanumeric(-1)) return {{1, "plus"}};
  const bool either = at.symbol(0, U'/') && at.word(-1) && at.word(1);
  if (either && at[-1].lower == "und" && at[1].lower == "oder") return {{1, ""}};
  if (at.symbol(0, U'/') && at.digits(-1) && at.digits(1)) return {{1, "Schrägstrich"}};
  return {};
}

Reading phone(const Cursor& at) {
  return read_phone_number(at, figure_words());
}

Reading net(const Cursor& at) {
  return read_net_address(at, figure_words());
}

constexpr std::array<Rule, 5> kRules = {{{"paragraph", paragraph},
                                         {"born or died", born_or_died},
                                         {"arithmetic", arithmetic},
                                         {"per unit", per_unit},
                                         {"sign", sign}}};
constexpr std::array<Rule, 2> kNet = {{{"net address", net}, {"telephone", phone}}};

}  // namespace

std::span<const Rule> symbol_rules() {
  return kRules;
}

std::span<const Rule> net_rules() {
  return kNet;
}

}  // namespace driftwave::german
