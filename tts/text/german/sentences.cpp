#include "tts/text/german/sentences.h"

#include <algorithm>

#include "tts/text/bytes.h"
#include "tts/text/figures/figures.h"
#include "tts/text/figures/sentence_words.h"
#include "tts/text/german/rules.h"
#include "tts/text/german/words.h"

namespace driftwave::german {
namespace {

constexpr std::string_view kOpeners =
    " Der Die Das Den Dem Des Ein Eine Einen Einer Einem Er Sie Es Wir Ihr Ich Du Man In Im Am An Auf Aus "
    "Bei "
    "Beim Mit Nach Von Vom Vor Zu Zum Zur Seit Und Aber Oder Doch Denn Dann Danach Davor Da Dort Dies Diese "
    "Dieser Dieses Diesen Nun So Als Wenn Weil Obwohl Auch Noch Nur Jetzt Heute Gestern Morgen Hier Was Wer "
    "Wie Wo Wann Warum Bis Für Durch Gegen Ohne Um Unter Über Während Sein Seine Ihre Mein Meine Unser "
    "Unsere "
    "Kein Keine Alle Viele Einige Bitte Ja Nein Damit Dabei Dazu Daher Darum Deshalb Trotzdem Jedoch "
    "Allerdings Außerdem Später Schon Erst Wegen Trotz Ob Dass Jeder Jede Jedes Mehr Nachdem Bevor Sobald "
    "Zunächst Schließlich Insgesamt Dadurch Daraufhin Anschließend Ist Sind War Hat Kann ";

/// Behind these a number counts on, and a full stop ends the sentence: "auf Seite 12. Peter".
constexpr std::string_view kBeforeCardinals =
    " Seite Kapitel Nummer Nr Band Absatz Artikel Paragraf Platz Rang Zimmer Gleis Bus Linie Stufe Punkt "
    "Jahr "
    "Jahre Version Teil Abschnitt Raum Zeile Spalte Hausnummer ";

constexpr std::string_view kAskingWords =
    " wer wen wem wessen was wann wo woher wohin warum weshalb wieso weswegen wie wieviel welche welcher "
    "welches welchen welchem womit wodurch wofür woran worauf woraus worin worüber wovon wozu wobei wogegen "
    "worum wonach ";
constexpr std::string_view kBeforeAsking =
    " und aber also oder ja nein nun na ach von mit seit bis für auf aus bei nach zu in an um über unter vor "
    "gegen durch ab dann denn ";

/// "3" of "am 3. Mai".
bool ordinal_goes_on(std::string_view before, std::string_view number, std::string_view after) {
  const std::string_view next = first_word(after);
  if (next.empty() || number.size() > 3) return false;
  const std::string_view previous = last_word(before.substr(0, before.size() - number.size()));
  if (is_month(next)) return true;
  if (opens_sentence(next)) return false;
  if (asks_for_ordinal(previous)) return true;
  if (is_in(kBeforeCardinals, previous)) return false;
  const bool is_capital = begins_with_capital(next);
  return is_capital && (value_of(number) <= 31 || previous.empty());
}

bool all_digits(std::string_view word) {
  return !word.empty() && std::ranges::all_of(word, is_digit);
}

}  // namespace

bool opens_sentence(std::string_view word) {
  return is_in(kOpeners, word);
}

bool sentence_goes_on(std::string_view before, std::string_view after) {
  before = trim(before, kTextSpace);
  if (small_letter_follows(after)) return true;
  if (before.empty() || before.back() != '.' || before.ends_with("..")) return false;
  before.remove_suffix(1);
  const std::string_view word = last_word(before);
  const std::string_view next = first_word(after);
  if (word.empty()) return false;
  if (all_digits(word)) return ordinal_goes_on(before, word, after);
  if (roman_number(word) > 0 && word.size() > 1) return !opens_sentence(next);
  const bool is_dotted = word.size() >= 3 && word.find('.') != std::string_view::npos;
  return goes_on_behind(abbreviation_end(before), is_one_letter(word) || is_dotted, opens_sentence(next));
}

bool rises_at_end(const std::vector<Token>& sentence) {
  return asks_for_yes_or_no(sentence,
                            {.asking = kAskingWords, .before_asking = kBeforeAsking, .or_ = "oder"});
}

}  // namespace driftwave::german
