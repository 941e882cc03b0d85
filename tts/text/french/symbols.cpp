/// Signs that are words, telephone numbers and addresses.
#include <array>

#include "tts/text/french/rules.h"
#include "tts/text/french/words.h"

namespace driftwave::french {
namespace {

Reading paragraph(const Cursor& at) {
  return read_section_sign(at, "paragraphe", "paragraphes");
}

Reading arithmetic(const Cursor& at) {
  static constexpr auto kSigns = std::to_array<SignName>({{U'+', "plus"},
                                                          {U'=', "égale"},
                                                          {U'×', "fois"},
                                                          {U'·', "fois"},
                                                          {U'÷', "divisé par"},
                                                          {U'≈', "environ"},
                                                          {U'±', "plus ou moins"},
                                                          {U'≠', "différent de"},
                                                          {U'≤', "inférieur ou égal à"},
                                                          {U'≥', "supérieur ou égal à"},
                                                          {U'<', "inférieur à"},
                                                          {U'>', "supérieur à"},
                                                          {U'√', "racine de"},
                                                          {U'−', "moins"}});
  if (Reading reading = read_arithmetic(at, kSigns, "moins"); !reading.empty()) return reading;
  const bool times =
      at[0].text == "x" && at.space(-1) && !at.alphanumeric(1) && at.previous().kind == Lexeme::Kind::kDigits;
  if (times) return {{1, "fois"}};
  return {};
}

Reading sign(const Cursor& at) {
  static constexpr auto kAlways = std::to_array<SignName>({{U'&', "et"},
                                                           {U'%', "pour cent"},
                                                           {U'‰', "pour mille"},
                                                           {U'°', "degrés"},
                                                           {U'€', "euros"},
                                                           {U'$', "dollars"},
                                                           {U'£', "livres"},
                                                           {U'©', "copyright"}});
  static constexpr SignWords kWords{.always = kAlways,
                                    .at = "arobase",
                                    .number = "numéro",
                                    .hashtag = "dièse",
                                    .plus = "plus",
                                    .stroke = "sur",
                                    .and_ = "et",
                                    .or_ = "ou"};
  return read_sign(at, kWords);
}

/// 01 23 45 67 89, 01.23.45.67.89: five pairs.
Reading pairs(const Cursor& at) {
  if (!at.digits(0) || at[0].text.front() != '0' || at.alphanumeric(-1) || at.symbol_of(-1, U".,-:/"))
    return {};
  constexpr std::ptrdiff_t kLast = 8;
  std::string said;
  for (std::ptrdiff_t n = 0; n <= kLast; n += 2) {
    if (!at.digits(n) || at[n].text.size() != 2) return {};
    const bool is_mark = at.space(n + 1) || at.symbol_of(n + 1, U".-");
    if (n < kLast && (!is_mark || at[n + 1].text != at[1].text)) return {};
    said += (n == 0 ? "" : " , ") + figure_words().phone_group(at[n].text);
  }
  if (at.alphanumeric(kLast + 1) || (at[kLast + 1].text == at[1].text && at.digits(kLast + 2))) return {};
  return {{kLast + 1, std::move(said)}};
}

Reading phone(const Cursor& at) {
  return read_phone_number(at, figure_words());
}

Reading net(const Cursor& at) {
  return read_net_address(at, figure_words());
}

constexpr std::array<Rule, 3> kRules = {
    {{"paragraph", paragraph}, {"arithmetic", arithmetic}, {"sign", sign}}};
constexpr std::array<Rule, 3> kNet = {{{"net address", net}, {"pairs", pairs}, {"telephone", phone}}};

}  // namespace

std::span<const Rule> symbol_rules() {
  return kRules;
}

std::span<const Rule> net_rules() {
  return kNet;
}

}  // namespace driftwave::french
