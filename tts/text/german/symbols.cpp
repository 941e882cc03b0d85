/// Signs that are words, telephone numbers and addresses.
#include <array>

#include "tts/text/german/rules.h"
#include "tts/text/german/words.h"

namespace driftwave::german {
namespace {

Reading paragraph(const Cursor& at) {
  return read_section_sign(at, "Paragraf", "Paragrafen");
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
  static constexpr auto kSigns = std::to_array<SignName>({{U'+', "plus"},
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
  if (Reading reading = read_arithmetic(at, kSigns, "minus"); !reading.empty()) return reading;
  const bool times =
      at[0].text == "x" && at.previous().kind == Lexeme::Kind::kDigits && at.digits(at.skip_space(1));
  if (times) return {{1, "mal"}};
  return {};
}

/// Einwohner/km²
Reading per_unit(const Cursor& at) {
  if (!at.symbol(0, U'/') || !at.word(-1)) return {};
  std::ptrdiff_t end = 1;
  const Counted* unit = unit_at(at, 1, figure_words(), end);
  if (unit == nullptr) return {};
  return {{end, std::string("pro ").append(unit->singular)}};
}

Reading sign(const Cursor& at) {
  static constexpr auto kAlways = std::to_array<SignName>({{U'&', "und"},
                                                           {U'%', "Prozent"},
                                                           {U'‰', "Promille"},
                                                           {U'°', "Grad"},
                                                           {U'€', "Euro"},
                                                           {U'$', "Dollar"},
                                                           {U'£', "Pfund"},
                                                           {U'©', "Copyright"}});
  static constexpr SignWords kWords{.always = kAlways,
                                    .at = "ät",
                                    .number = "Nummer",
                                    .hashtag = "Hashtag",
                                    .plus = "plus",
                                    .stroke = "Schrägstrich",
                                    .and_ = "und",
                                    .or_ = "oder"};
  return read_sign(at, kWords);
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
