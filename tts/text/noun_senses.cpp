/// Nouns and adjectives that are spelled alike, one function a word.
#include <algorithm>
#include <array>

#include "tts/text/heteronym_senses.h"
#include "tts/text/rules/lexeme.h"

namespace driftwave {
namespace {

using Words = SentenceWords;
using Place = std::ptrdiff_t;

bool is_verbal(const Words& words, Place i) {
  return words.part_of_speech(i) == PartOfSpeech::kVerbal;
}

bool on_a_ship(const Words& words) {
  return words.has(
      " ship ship's ships boat boats boat's whaleboat whaleboat's whale stern deck sail sails port starboard "
      "larboard leeward vessel hull waves captain anchor sailor sailors crew steersman headsman harpooneer "
      "harpoon oars oarsmen mast keel canoe yacht schooner steamer seas rowed rowing ");
}

/// Bows that are no bend of the body and no part of a ship.
bool of_wood_or_cloth(const Words& words, Place i) {
  return words.is(i + 1, " tie ties window windows string strings street legs legged maker saw and ") ||
         words.has(
             " arrow arrows archer archers archery quiver crossbow ribbon ribbons tied tie ties hair knot "
             "violin fiddle cello violinist silk satin velvet gift wrapped hunter hunting target shoot "
             "shot ");
}

std::string_view bow(const Words& words, Place i) {
  constexpr std::string_view kBend = "bˈaʊ";
  const bool before_someone = words.is(i + 1, " before down out low deeply politely ") ||
                              (words.at(i + 1) == "to" && !words.has(" violin arrow string "));
  if (is_verbal(words, i) || before_someone) return kBend;
  const bool polite =
      words.is(i - 1,
               " deep low slight polite little final formal graceful respectful stiff solemn sweeping "
               "courtly profound ceremonious mock courteous elaborate quick curt ");
  const bool his_or_a = words.is(i - 1, " a an his her their another ");
  const bool taken = words.is(i - 2, " take took takes taking taken ") && his_or_a;
  const bool given = words.is(i - 2, " make made makes making give gave gives giving return returned ") &&
                     his_or_a && !words.is(i + 1, " from of out for and ");
  const bool with_arrows = words.at(i + 1) == "and" && words.is(i + 2, " arrow arrows quiver ");
  if (with_arrows) return "bˈoʊ";
  if (polite || taken || given) return kBend;
  if (of_wood_or_cloth(words, i)) return "bˈoʊ";
  const bool manner = words.at(i - 2) == "with" && his_or_a && !words.is(i + 1, " on in around at and ");
  return manner || on_a_ship(words) ? kBend : "bˈoʊ";
}

std::string_view bows(const Words& words, Place i) {
  const bool third =
      words.is(words.before_adverbs(i), " he she it who ") || words.is(i + 1, " before down out to ");
  if (third) return "bˈaʊz";
  if (of_wood_or_cloth(words, i)) return "bˈoʊz";
  const bool taken = words.is(i - 1, " took take takes taking their its our ");
  return taken || on_a_ship(words) ? "bˈaʊz" : "bˈoʊz";
}

std::string_view bass(const Words& words, Place i) {
  const bool fish = words.has(
      " fish fishing fished fisherman caught catch lake river pond trout salmon perch grilled fried baked "
      "bait "
      "angler reel hooked fillet lemon cooked species ");
  const bool kind = words.is(i - 1, " sea striped largemouth smallmouth black rock chilean spotted ");
  const bool music = words.has(" guitar drum drums player singer voice music played plays sound speaker ");
  return (fish || kind) && !(music && !kind) ? "bˈæs" : "bˈeɪs";
}

std::string_view dove(const Words& words, Place i) {
  const bool moved =
      words.is(i + 1,
               " into in down under off for from beneath through headfirst deep straight right back "
               "behind below underwater ");
  const bool subject =
      words.is(i - 1, kSubjects) || (!words.at(i - 1).empty() && !words.is_function_word(i - 1) &&
                                     !words.is(i - 1, " white mourning turtle peace gray little "));
  return (moved && !words.is(i - 1, kDeterminers)) || words.is(words.before_adverbs(i), kSubjects) ||
                 (subject && words.ends_clause(i + 1) && words.at(i - 1) == "dove")
             ? "dˈoʊv"
             : "dˈʌv";
}

std::string_view minute(const Words& words, Place i) {
  constexpr std::string_view kTiny = "maɪnˈuːt";
  constexpr std::string_view kSmallThings =
      " details detail amount amounts quantities quantity particle particles trace traces difference "
      "differences changes fraction fractions inspection examination organisms variations "
      "cells crack cracks fossils fragments hairs hole holes scratch scratches seeds shells specks vessels "
      "creatures crystals grains pieces description descriptions attention droplets insects ";
  const bool of_kind = words.is(i - 1, " a the of most in with ") && !words.is_function_word(i + 1);
  if (words.is(i + 1, kSmallThings) || (of_kind && words.is(i + 2, kSmallThings))) return kTiny;
  const bool degree = words.at(i - 1).size() > 4 && words.at(i - 1).ends_with("ly") &&
                      !words.is(i - 1, " nearly exactly roughly every early daily fairly ");
  if ((degree || words.is(i - 1, " very so too most almost ")) && words.at(i - 2) != "the") return kTiny;
  if (words.is(i - 1, kBe) && (words.ends_clause(i + 1) || words.at(i + 1) == "and")) return kTiny;
  return "mˈɪnɪt";
}

std::string_view content(const Words& words, Place i) {
  constexpr std::string_view kPleased = "kəntˈɛnt";
  const Place before = words.before_adverbs(i);
  if (words.is(i - 1, kDeterminers)) return "kˈɑːntɛnt";
  const bool feels = words.is(before, kBe) ||
                     words.is(before,
                              " feel feels felt seem seems seemed look looked looks remain remained stay "
                              "became become sound sounded appear appeared ");
  const bool object =
      words.is(i + 1, " with to ") || words.ends_clause(i + 1) || words.is(i + 1, " and just that ");
  if ((feels || (words.at(i - 1) == "all" && words.at(i - 2) == "at")) && object) return kPleased;
  // "nothing will content him"
  const bool verb = words.is(before, kModals) || words.at(before) == "to";
  if (verb && words.begins_object(i + 1)) return kPleased;
  if (words.is(i - 1, " quite perfectly very not so more ") &&
      (object || words.is(i + 1, " here there now at ")))
    return kPleased;
  return words.is(i + 1, " with to ") &&
                 words.is(i + 2, " my your his her its their the be let have being ") &&
                 !words.is(i - 1, kPrepositions) && !words.is_plural(i - 1) && words.begins_clause(i)
             ? kPleased
             : "kˈɑːntɛnt";
}

std::string_view invalid(const Words& words, Place i) {
  const bool alone = words.ends_clause(i + 1) || words.is_function_word(i + 1);
  const bool of_the_sick =
      words.is(i + 1,
               " diet chair carriage wife mother father sister brother husband aunt uncle daughter son lady "
               "gentleman soldier soldiers bed ");
  if (of_the_sick) return "ˈɪnvəlɪd";
  return words.is(i - 1, " a an the her his an old bedridden confirmed ") && alone ? "ˈɪnvəlɪd" : "ɪnvˈælɪd";
}

/// "a learned man", "the aged": two syllables before a noun.
std::string_view two_syllables(const Words& words, Place i, std::string_view long_form) {
  const bool before_noun =
      !words.at(i + 1).empty() && !words.is_function_word(i + 1) &&
      !words.is(i + 1, " cheese cheddar beef wine whiskey well care steak five six seven ten ");
  const bool named = words.is(i - 1, kDeterminers) || words.is(i - 1, " ye very most o oh ");
  return named && before_noun ? long_form : "";
}

std::string_view learned(const Words& words, Place i) {
  constexpr std::string_view kScholarly = "lˈɜːnᵻd";
  constexpr std::string_view kScholars =
      " man men woman women judge judges friend doctor doctors professor professors scholar scholars "
      "society societies gentleman gentlemen counsel profession professions body treatise author authors "
      "discourse naturalists physicians lawyers divines counsellor ";
  const bool noun_phrase =
      words.is(i - 1, kPrepositions) || words.is(i - 1, " and most very ") || words.is(i - 1, kDeterminers);
  if (noun_phrase && words.is(i + 1, kScholars)) return kScholarly;
  return two_syllables(words, i, kScholarly);
}

/// "a row broke out", "she made a row": a quarrel.
std::string_view row(const Words& words, Place i) {
  const bool made =
      words.is(i - 2, " make makes made making have had having kick kicks kicked start started ") &&
      words.is(i - 1, " a another ") && !words.is(i + 1, " of ");
  const bool quarrel = words.is(i - 1, " a the this another ") && words.is(i + 1, " broke erupted ensued ");
  return made || quarrel ? "ɹˈaʊ" : "";
}

std::string_view aged(const Words& words, Place i) {
  if (words.at(i - 1) == "the" && (words.ends_clause(i + 1) || words.is(i + 1, " and are were ")))
    return "ˈeɪdʒᵻd";
  return words.is(
             i + 1,
             " man woman men women father mother parents parent lady gentleman person people grandfather "
             "grandmother aunt uncle king face ")
             ? "ˈeɪdʒᵻd"
             : "";
}

std::string_view sow(const Words& words, Place i) {
  return words.part_of_speech(i) == PartOfSpeech::kNominal ? "sˈaʊ" : "sˈoʊ";
}

/// Capitals within a sentence make these names.
std::string_view place_name(const Words& words, Place i, std::string_view text, std::string_view ipa) {
  if (!begins_with_capital(text) || all_capitals(text)) return "";
  return words.is(i - 1, " in to from near at of through visit visited leave left ") ? ipa : "";
}

std::string_view polish(const Words& words, Place i, std::string_view text) {
  if (!begins_with_capital(text) || all_capitals(text)) return "";
  return words.begins_clause(i) && words.begins_object(i + 1) ? "pˈɑːlɪʃ" : "pˈoʊlɪʃ";
}

struct Sense {
  std::string_view word;
  std::string_view (*read)(const Words&, Place);
};

constexpr auto kSenses = std::to_array<Sense>({
    {"bow", bow},
    {"bows", bows},
    {"bass", bass},
    {"dove", dove},
    {"minute", minute},
    {"content", content},
    {"invalid", invalid},
    {"aged", aged},
    {"sow", sow},
    {"learned", learned},
    {"row", row},
});

}  // namespace

std::string_view noun_by_sense(const SentenceWords& words, std::ptrdiff_t i, std::string_view text) {
  const std::string_view word = words.at(i);
  const auto* const found =
      std::ranges::find_if(kSenses, [&](const Sense& sense) { return sense.word == word; });
  if (found != kSenses.end()) return found->read(words, i);
  if (word == "blessed") return two_syllables(words, i, "blˈɛsᵻd");
  if (word == "beloved") return "bᵻlˈʌvᵻd";
  if (word == "nice") return place_name(words, i, text, "nˈiːs");
  if (word == "reading") return place_name(words, i, text, "ɹˈɛdɪŋ");
  if (word == "polish") return polish(words, i, text);
  return "";
}

}  // namespace driftwave
