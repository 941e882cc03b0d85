#include "tts/text/dutch/sentences.h"

#include "tts/text/bytes.h"
#include "tts/text/dutch/words.h"
#include "tts/text/figures/figures.h"
#include "tts/text/figures/sentence_words.h"

namespace driftwave::dutch {
namespace {

constexpr std::string_view kOpeners =
    " De Het Een Hij Zij Ze Wij We Ik Je Jij U Jullie Er In Op Aan Van Voor Na Bij Met Met Door Naar Om Uit "
    "Over "
    "Onder Tot En Maar Of Want Dus Dan Daarna Daar Dit Dat Die Deze Nu Zo Als Toen Omdat Hoewel Ook Nog "
    "Vandaag "
    "Gisteren Morgen Hier Wat Wie Hoe Waar Wanneer Waarom Tijdens Zijn Haar Mijn Ons Onze Hun Geen Alle Veel "
    "Sommige Ja Nee Daarom Toch Echter Later Eerst Sinds Volgens Iedereen Niemand Meer Is Was Heeft Kan Men "
    "Al "
    "Dat's Zonder Tegen Tussen Vanaf ";
constexpr std::string_view kAskingWords =
    " wie wat waar wanneer waarom waarvoor waarmee waarvan waarin waarop waardoor waarheen waarnaar waaruit "
    "hoe hoeveel hoelang welk welke wiens ";
constexpr std::string_view kBeforeAsking =
    " en maar dus of ja nee nou van met sinds tot voor aan op uit bij naar te in om over onder door tegen "
    "vanaf "
    "dan want zo ";

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
  const bool is_dotted = word.size() >= 3 && word[1] == '.';
  return goes_on_behind(abbreviation_end(before), is_one_letter(word) || is_dotted, opens_sentence(next));
}

bool rises_at_end(const std::vector<Token>& sentence) {
  return asks_for_yes_or_no(sentence, {.asking = kAskingWords, .before_asking = kBeforeAsking, .or_ = "of"});
}

}  // namespace driftwave::dutch
