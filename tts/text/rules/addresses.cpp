/// Postal addresses: streets, directions, states.
#include <array>

#include "tts/text/bytes.h"
#include "tts/text/rules/abbreviations.h"
#include "tts/text/rules/number_words.h"
#include "tts/text/rules/rule.h"

namespace driftwave {
namespace {

/// Whether the word before the cursor can be the name of a street: "Elm", "5th".
bool after_street_name(const Cursor& at) {
  if (!at.space(-1)) return false;
  const std::string& before = at[-2].lower;
  const bool numbered =
      (before == "th" || before == "st" || before == "nd" || before == "rd") && at.digits(-3);
  return numbered || at.capitalised(-2);
}

/// Dr.: Doctor Smith lives on Elm Drive.
Reading doctor_or_drive(const Cursor& at) {
  if (at[0].text != "Dr") return {};
  const bool stop = at.symbol(1, U'.');
  const std::ptrdiff_t past = stop ? 2 : 1;
  const bool name_next = at.space(past) && at.capitalised(past + 1);
  const bool house = after_street_name(at) && at.space(-3) && at.digits(-4);
  if (!house && (name_next || !after_street_name(at))) {
    if (!stop && !name_next) return {};
    return {{past, "Doctor"}};
  }
  return {{past, "Drive"}};
}

/// St.: Saint Paul, Main Street.
Reading saint_or_street(const Cursor& at) {
  if (at[0].text != "St") return {};
  const bool stop = at.symbol(1, U'.');
  const std::ptrdiff_t past = stop ? 2 : 1;
  const bool name_next = at.space(past) && at.capitalised(past + 1);
  const bool street_before = after_street_name(at);
  // "123 Main St. Springfield": a house number settles it.
  const bool house = street_before && at.space(-3) && at.digits(-4);
  const bool ordinal_street = street_before && at[-2].text.size() == 2 && at.digits(-3);
  if (house || ordinal_street || (street_before && !name_next)) return {{past, "Street"}};
  if (name_next || at.symbol(past, U'-')) return {{past, "Saint"}};
  return {};
}

/// 123 Laguna Ct: a house number before it tells it from Connecticut.
Reading court(const Cursor& at) {
  if (at[0].text != "Ct" || !after_street_name(at) || !at.space(-3) || !at.digits(-4)) return {};
  return {{at.symbol(1, U'.') ? 2 : 1, "Court"}};
}

constexpr std::array<std::array<std::string_view, 2>, 8> kDirections = {{{"N", "North"},
                                                                         {"S", "South"},
                                                                         {"E", "East"},
                                                                         {"W", "West"},
                                                                         {"NE", "Northeast"},
                                                                         {"NW", "Northwest"},
                                                                         {"SE", "Southeast"},
                                                                         {"SW", "Southwest"}}};

/// 1600 Pennsylvania Ave NW: the quarter of a town behind its street.
Reading quarter(const Cursor& at) {
  if (at[0].text.size() != 2 || !at.space(-1) || at.capitalised(at.skip_space(1))) return {};
  const std::ptrdiff_t street = at.symbol(-2, U'.') ? -3 : -2;
  if (!is_street(at[street].lower)) return {};
  for (const auto& [letter, name] : kDirections) {
    if (at[0].text == letter) return {{1, std::string(name)}};
  }
  return {};
}

/// 708 N 1st St, 1211 E Arques Ave: a direction between a house number and its street.
Reading direction(const Cursor& at) {
  if (!at.word(0) || !at.space(-1) || !at.digits(-2)) return {};
  const std::ptrdiff_t n = at.symbol(1, U'.') ? 2 : 1;
  bool street = false;
  for (std::ptrdiff_t k = n + 1; k <= n + 6; ++k) street = street || is_street(at[k].lower);
  if (!at.space(n) || !street || (!at.capitalised(n + 1) && !at.digits(n + 1))) return {};
  for (const auto& [letter, name] : kDirections) {
    if (at[0].text == letter) return {{n, std::string(name)}};
  }
  return {};
}

struct State {
  std::string_view code;
  std::string_view name;
};

constexpr std::array<State, 51> kStates = {
    {{"AL", "Alabama"},        {"AK", "Alaska"},         {"AZ", "Arizona"},      {"AR", "Arkansas"},
     {"CA", "California"},     {"CO", "Colorado"},       {"CT", "Connecticut"},  {"DE", "Delaware"},
     {"DC", "{DC}"},           {"FL", "Florida"},        {"GA", "Georgia"},      {"HI", "Hawaii"},
     {"ID", "Idaho"},          {"IL", "Illinois"},       {"IN", "Indiana"},      {"IA", "Iowa"},
     {"KS", "Kansas"},         {"KY", "Kentucky"},       {"LA", "Louisiana"},    {"ME", "Maine"},
     {"MD", "Maryland"},       {"MA", "Massachusetts"},  {"MI", "Michigan"},     {"MN", "Minnesota"},
     {"MS", "Mississippi"},    {"MO", "Missouri"},       {"MT", "Montana"},      {"NE", "Nebraska"},
     {"NV", "Nevada"},         {"NH", "New Hampshire"},  {"NJ", "New Jersey"},   {"NM", "New Mexico"},
     {"NY", "New York"},       {"NC", "North Carolina"}, {"ND", "North Dakota"}, {"OH", "Ohio"},
     {"OK", "Oklahoma"},       {"OR", "Oregon"},         {"PA", "Pennsylvania"}, {"RI", "Rhode Island"},
     {"SC", "South Carolina"}, {"SD", "South Dakota"},   {"TN", "Tennessee"},    {"TX", "Texas"},
     {"UT", "Utah"},           {"VT", "Vermont"},        {"VA", "Virginia"},     {"WA", "Washington"},
     {"WV", "West Virginia"},  {"WI", "Wisconsin"},      {"WY", "Wyoming"}}};

/// As newspapers and older books shorten them, with a full stop.
constexpr std::array<State, 36> kOldStates = {
    {{"Ala", "Alabama"},       {"Ariz", "Arizona"},       {"Ark", "Arkansas"},     {"Calif", "California"},
     {"Cal", "California"},    {"Colo", "Colorado"},      {"Conn", "Connecticut"}, {"Del", "Delaware"},
     {"Fla", "Florida"},       {"Ga", "Georgia"},         {"Ill", "Illinois"},     {"Ind", "Indiana"},
     {"Kan", "Kansas"},        {"Kans", "Kansas"},        {"Ky", "Kentucky"},      {"La", "Louisiana"},
     {"Md", "Maryland"},       {"Mass", "Massachusetts"}, {"Mich", "Michigan"},    {"Minn", "Minnesota"},
     {"Miss", "Mississippi"},  {"Mo", "Missouri"},        {"Mont", "Montana"},     {"Neb", "Nebraska"},
     {"Nev", "Nevada"},        {"Okla", "Oklahoma"},      {"Ore", "Oregon"},       {"Pa", "Pennsylvania"},
     {"Penn", "Pennsylvania"}, {"Tenn", "Tennessee"},     {"Tex", "Texas"},        {"Va", "Virginia"},
     {"Vt", "Vermont"},        {"Wash", "Washington"},    {"Wis", "Wisconsin"},    {"Wyo", "Wyoming"}}};

/// of Memphis, Tenn.; of Calif.
Reading old_state(const Cursor& at) {
  // Without a town, these are words as well.
  static constexpr std::string_view kWords =
      " Miss Wash Mass Ill Ore Ind Cal Kan Kans Mont Del Ark Ala Mo Va Ga ";
  static constexpr std::string_view kBefore = " of in from near to across ";
  if (!at.word(0) || !at.symbol(1, U'.') || !at.space(-1)) return {};
  const bool after_town = at.symbol(-2, U',') && at.capitalised(-3);
  if (!after_town && (!is_listed(kBefore, at[-2].lower) || is_listed(kWords, at[0].text))) return {};
  for (const State& entry : kOldStates) {
    if (at[0].text == entry.code) return {{2, std::string(entry.name)}};
  }
  return {};
}

/// Senator Cruz (R-TX): a party and a state.
Reading party_and_state(const Cursor& at) {
  static constexpr std::string_view kParties = " R D I ";
  if (!at.symbol(-1, U'(') || !is_listed(kParties, at[0].text) || !at.symbol_of(1, U"-–") ||
      !at.symbol(3, U')'))
    return {};
  for (const State& entry : kStates) {
    if (at[2].text == entry.code) return {{1, '{' + at[0].text + '}'}, {1, ""}, {1, std::string(entry.name)}};
  }
  return {};
}

/// Austin, TX and Springfield, IL 62704
Reading state(const Cursor& at) {
  if (!at.space(-1) || !at.symbol(-2, U',') || !at.capitalised(-3) || all_capitals(at[-3].text)) return {};
  for (const State& entry : kStates) {
    if (at[0].text != entry.code) continue;
    Reading reading = {{1, std::string(entry.name)}};
    const std::ptrdiff_t n = at.symbol(1, U',') ? 2 : 1;
    const bool post_code = at.space(n) && at.digits(n + 1) && at[n + 1].text.size() == 5 &&
                           !(at.symbol(n + 2, U',') && at.digits(n + 3));
    if (post_code && n == 2) reading.push_back({1, ","});
    if (post_code) reading.push_back({2, one_by_one(at[n + 1].text)});
    return reading;
  }
  return {};
}

constexpr std::array<Rule, 8> kRules = {{{"direction", direction},
                                         {"quarter of a town", quarter},
                                         {"party and state", party_and_state},
                                         {"court", court},
                                         {"doctor or drive", doctor_or_drive},
                                         {"saint or street", saint_or_street},
                                         {"shortened state", old_state},
                                         {"state", state}}};

}  // namespace

std::span<const Rule> address_rules() {
  return kRules;
}

}  // namespace driftwave
