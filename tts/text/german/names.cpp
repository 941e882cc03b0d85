/// Roman numerals: Heinrich VIII., Kapitel IV, im XX. Jahrhundert.
#include <array>

#include "tts/text/german/inflection.h"
#include "tts/text/german/rules.h"
#include "tts/text/german/sentences.h"
#include "tts/text/german/words.h"

namespace driftwave::german {
namespace {

constexpr std::string_view kCounted =
    " Kapitel Band Teil Akt Buch Klasse Stufe Typ Version Phase Abschnitt Artikel Abteilung Gruppe Hartz "
    "Liga "
    "Szene Weltkrieg Apollo Rocky Titel ";
constexpr std::string_view kWomen =
    " Elisabeth Elizabeth Katharina Maria Margarethe Margarete Beatrix Christina Isabella Johanna Anna "
    "Victoria "
    "Viktoria Sophie Juliana Wilhelmina Mary Anne Eugenie Theodora Kleopatra ";
constexpr std::string_view kDative = " von mit unter bei zu nach dem seit aus vor zwischen gegenüber ";
constexpr std::string_view kAccusative = " für gegen durch ohne um an auf den ";
constexpr std::string_view kGenitive = " des wegen während trotz statt ";

/// "der Achte", "des Achten", "die Zweite", as the words before the name ask for.
std::string epithet(const Cursor& at, int value) {
  const std::string& name = at[-2].text;
  const bool is_woman = is_in(kWomen, name.ends_with('s') ? std::string_view(name).substr(0, name.size() - 1)
                                                          : std::string_view(name)) ||
                        is_in(kWomen, name);
  // A title may stand between: "unter Kaiser Wilhelm II."
  std::string before = at[-4].lower;
  const bool asks = is_in(kDative, before) || is_in(kAccusative, before) || is_in(kGenitive, before);
  if (at.capitalised(-4) && !asks) before = at[-6].lower;
  const bool genitive = is_in(kGenitive, before) ||
                        (name.ends_with('s') && !is_in(kWomen, name) &&
                         !is_in(" Ludwigs Nikolaus Klaus Johannes Pius ", name)) ||
                        name == "Ludwigs";
  std::string_view article = is_woman ? "die " : "der ";
  std::string_view ending;
  if (genitive || is_in(kDative, before)) {
    article = is_woman ? "der " : genitive ? "des " : "dem ";
    ending = "n";
  } else if (is_in(kAccusative, before) && !is_woman) {
    article = "den ";
    ending = "n";
  }
  std::string word = ordinal(value, ending);
  word.front() = static_cast<char>(word.front() - 'a' + 'A');
  return std::string(article) + word;
}

bool is_given_name(const Cursor& at) {
  if (!at.space(-1) || !at.capitalised(-2) || all_capitals(at[-2].text)) return false;
  return at[-2].text.size() > 2 && !is_in(kCounted, at[-2].text) && !opens_sentence(at[-2].text);
}

Reading roman(const Cursor& at) {
  if (!at.word(0) || !at.gap(-1)) return {};
  const int value = roman_number(at[0].text);
  if (value == 0 || at.symbol_of(1, U"-'&") || at.digits(1)) return {};
  const bool has_dot = at.symbol(1, U'.');
  const bool noun_follows = has_dot && at.space(2) && at.capitalised(3) && !opens_sentence(at[3].text);
  if (at.space(-1) && is_in(kCounted, at[-2].text)) return {{1, cardinal(std::to_string(value))}};
  const bool is_letter = at[0].text.size() == 1;
  if (is_given_name(at) && !(noun_follows && is_letter) && !(is_letter && !has_dot)) {
    return {{has_dot ? 2 : 1, epithet(at, value)}};
  }
  if (noun_follows && !is_given_name(at) && (!is_letter || asks_for_ordinal(at.previous().text)))
    return {{2, ordinal(value, ordinal_ending(at, at[3].text))}};
  if (is_letter) return {};
  return {{1, cardinal(std::to_string(value))}};
}

constexpr std::array<Rule, 1> kRules = {{{"roman", roman}}};

}  // namespace

std::span<const Rule> name_rules() {
  return kRules;
}

}  // namespace driftwave::german
