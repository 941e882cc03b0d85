#include "tts/text/german/inflection.h"

#include <algorithm>
#include <array>

#include "tts/text/figures/figures.h"

namespace driftwave::german {
namespace {

constexpr std::string_view kNeuter =
    " tor mal jahr kind buch spiel jahrhundert jahrtausend album semester lebensjahr quartal halbjahr haus "
    "stockwerk kapitel lied bild team rennen gebot drittel viertel obergeschoss untergeschoss og ug jh jhd "
    "bataillon regiment reich programm finale mädchen bundesland land dorf ministerium gesetz konzert opus "
    "ereignis ergebnis zeichen wort ";
constexpr std::string_view kFeminine =
    " klasse etage liga bundesliga auflage runde stunde woche minute sekunde reihe staffel folge seite frau "
    "hälfte stelle stufe schicht mannschaft nacht hand strophe ausgabe ebene kammer wahl arbeit zeile spalte "
    "phase tochter armee legion kompanie brigade symphonie sinfonie etappe republik ";

constexpr std::string_view kWeakN =
    " am im vom zum zur beim dem den des einen einem einer eines diesem diesen jedem jeden seinem seinen "
    "seiner "
    "ihrem ihren ihrer meinem meinen meiner unserem unseren unserer deren ";
constexpr std::string_view kWeak =
    " die das ins ans aufs fürs dieser diese dieses jeder jede jedes eine seine ihre meine unsere keine ";
constexpr std::string_view kMixed = " ein sein ihr mein unser kein euer dein ";
constexpr std::string_view kPrepositions =
    " in an auf aus bei mit nach seit von zu ab während wegen trotz vor hinter neben über unter zwischen bis "
    "gegenüber anlässlich bezüglich mittels gemäß ";
constexpr std::string_view kWeekdays =
    " montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so ";

bool ends_with_any(std::string_view word, std::initializer_list<std::string_view> endings) {
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return word.ends_with(ending); });
}

/// Lexemes before the cursor, spaces left out; `n` counts from 1.
const Lexeme& before(const Cursor& at, int n) {
  std::ptrdiff_t i = 0;
  for (; n > 0; --n) {
    --i;
    if (at.space(i)) --i;
  }
  return at[i];
}

/// Whether an ordinal stands before the cursor and a joint between them: "3. und".
bool goes_on_from_ordinal(const Cursor& at) {
  const Lexeme& joint = before(at, 1);
  const bool joins = is_in(" und oder bis sowie ", joint.lower) || joint.symbol == U'/' ||
                     joint.symbol == U'–' || joint.symbol == U'-' || joint.symbol == U',';
  return joins && before(at, 2).symbol == U'.' && before(at, 3).kind == Lexeme::Kind::kDigits;
}

std::string_view strong_ending(std::string_view noun) {
  switch (gender_of(noun)) {
    case Gender::kFeminine:
      return "";
    case Gender::kNeuter:
      return "s";
    case Gender::kMasculine:
      break;
  }
  return "r";
}

}  // namespace

Gender gender_of(std::string_view noun) {
  const std::string lower = lower_case(std::string(noun));
  if (is_in(kNeuter, lower) || ends_with_any(lower, {"chen", "lein", "ment", "jahr", "tor", "spiel", "buch"}))
    return Gender::kNeuter;
  if (is_in(kFeminine, lower) ||
      ends_with_any(lower, {"ung", "heit", "keit", "schaft", "tät", "ion", "liga", "klasse", "auflage",
                            "runde", "etage", "woche", "seite", "ei", "anz", "enz", "ik", "stufe"}))
    return Gender::kFeminine;
  return Gender::kMasculine;
}

std::string_view ordinal_ending(const Cursor& at, std::string_view noun) {
  std::ptrdiff_t start = 0;  // of the first of several ordinals
  for (int rounds = 0; rounds < 4 && goes_on_from_ordinal(at.moved(start)); ++rounds)
    for (int n = 3; n > 0; --n) start -= at.space(start - 1) ? 2 : 1;
  const Cursor first = at.moved(start);
  const std::string& previous = before(first, 1).lower;
  const bool is_birth = before(first, 1).symbol == U'*' || before(first, 1).symbol == U'†' ||
                        (before(first, 1).symbol == U'.' && before(first, 2).lower == "geb");
  if (is_birth) return "n";
  if (previous == "der") return is_in(kPrepositions, before(first, 2).lower) ? "n" : "";
  if (is_in(kWeakN, previous) || is_in(" ab bis ", previous)) return "n";
  if (is_in(kPrepositions, previous)) {
    if (noun.empty()) return "n";
    return gender_of(noun) == Gender::kFeminine ? "r" : "m";
  }
  if (is_in(kWeak, previous)) return "";
  if (before(first, 1).symbol == U',' && is_in(kWeekdays, before(first, 2).lower)) {
    return is_in(" am vom dem den zum ", before(first, 3).lower) ? "n" : "r";
  }
  if (is_in(kMixed, previous)) return noun.empty() ? "r" : strong_ending(noun);
  return strong_ending(noun.empty() ? "tag" : noun);
}

bool is_range_of_ordinals(const Cursor& at) {
  const std::ptrdiff_t joint = at.skip_space(2);
  const bool joins = is_in(" und oder bis sowie ", at[joint].lower) || at.symbol_of(joint, U"/–-");
  const std::ptrdiff_t next = at.skip_space(joint + 1);
  return joins && at.digits(next) && at.symbol(next + 1, U'.') && !at.digits(next + 2);
}

}  // namespace driftwave::german
