/// Signs that are words, telephone numbers and addresses.
#include <array>

#include "tts/text/dutch/rules.h"
#include "tts/text/dutch/words.h"

namespace driftwave::dutch {
namespace {

Reading paragraph(const Cursor& at) {
  return read_section_sign(at, "paragraaf", "paragrafen");
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
  static constexpr auto kSigns = std::to_array<SignName>({{U'+', "plus"},
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
  if (Reading reading = read_arithmetic(at, kSigns, "min"); !reading.empty()) return reading;
  const bool times =
      at[0].text == "x" && at.previous().kind == Lexeme::Kind::kDigits && at.alphanumeric(at.skip_space(1));
  if (times) return {{1, "keer"}};
  return {};
}

Reading sign(const Cursor& at) {
  static constexpr auto kAlways = std::to_array<SignName>({{U'&', "en"},
                                                           {U'%', "procent"},
                                                           {U'‰', "promille"},
                                                           {U'°', "graden"},
                                                           {U'€', "euro"},
                                                           {U'$', "dollar"},
                                                           {U'£', "pond"},
                                                           {U'©', "copyright"}});
  static constexpr SignWords kWords{.always = kAlways,
                                    .at = "apenstaartje",
                                    .number = "nummer",
                                    .hashtag = "hashtag",
                                    .plus = "plus",
                                    .stroke = "schuine streep",
                                    .and_ = "en",
                                    .or_ = "of"};
  return read_sign(at, kWords);
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
