/// Heteronyms whose part of speech does not decide alone, one function a word.
#include <algorithm>
#include <array>

#include "tts/text/heteronyms.h"
#include "tts/text/rules/lexeme.h"

namespace driftwave {
namespace {

using Words = SentenceWords;
using Place = std::ptrdiff_t;

constexpr std::string_view kMe = " me him her us them you ";
constexpr std::string_view kPast =
    " yesterday ago earlier last was were had said went took saw came did then when gave told sat stood "
    "found made knew thought got began once left wrote heard felt found bought kept ran met ";
constexpr std::string_view kPresent =
    " every always often usually sometimes now today tomorrow daily weekly tonight nowadays generally ";

bool is_verbal(const Words& words, Place i) {
  return words.part_of_speech(i) == PartOfSpeech::kVerbal;
}

/// Whether the sentence tells of the past, apart from the word itself.
bool tells_of_past(const Words& words, Place i) {
  if (words.has(kPresent)) return false;
  for (Place n = 0; n < words.size(); ++n) {
    if (n == i) continue;
    if (words.is(n, kPast) || (words.at(n).size() > 4 && words.at(n).ends_with("ed"))) return true;
  }
  return false;
}

std::string_view read(const Words& words, Place i) {
  constexpr std::string_view kNow = "ɹˈiːd";
  constexpr std::string_view kThen = "ɹˈɛd";
  const Place before = words.before_adverbs(i);
  if (words.is(before, kModals) || words.at(before) == "to") return kNow;
  if (words.is(before, kHave) || words.is(before, kBe) || words.is(before, " get gets got ")) return kThen;
  if (words.at(i + 1) == "by" && words.begins_clause(i)) return kThen;
  if (words.begins_clause(i)) {
    const bool tells_on = words.is(i - 1, " and then ") && tells_of_past(words, i);
    return tells_on ? kThen : kNow;
  }
  // "have you ever read", "did she read", "has anyone read".
  for (Place n = i - 1; n >= i - 5 && !words.at(n).empty(); --n) {
    if (words.is(n, kModals) || words.is(n, " to let make makes made see saw hear heard watch watched ")) {
      return kNow;
    }
    if (words.is(n, kHave)) return kThen;
  }
  if (words.is(before, " he she it who ")) return kThen;
  if (words.is(before, " i you we they ") || words.is_plural(i - 1) || words.is(i - 1, " and or ")) {
    return tells_of_past(words, i) ? kThen : kNow;
  }
  if (words.is(i - 1, kDeterminers) || words.is(i - 1, " good great quick easy interesting long must "))
    return kNow;
  return words.is(i - 1, kPrepositions) ? kNow : kThen;  // "the boy read": a third person without -s
}

std::string_view lead(const Words& words, Place i) {
  constexpr std::string_view kMetal = "lˈɛd";
  constexpr std::string_view kLead = "lˈiːd";
  constexpr std::string_view kRoles =
      " singer author actor actress role roles guitar guitarist engineer developer designer time times "
      "character vocals vocalist investigator story attorney detective ";
  if (words.is(i + 1, kRoles)) return kLead;
  if (words.is(
          i + 1,
          " pipe pipes piping paint paints painted poisoning bullet bullets shot pencil pencils acid "
          "crystal glass weight weights levels exposure oxide sheet sheets sheeting solder ore mine mines "
          "plate plates lined roof coffin ball balls contamination content concentration based "
          "free sinker sinkers apron block blocks brick bricks azide compounds toxicity toys water "
          "smelter shield shielding dust "))
    return kMetal;
  if (words.is(
          i - 1,
          " molten liquid melted toxic poisonous contain contains contained containing removing heavy of "
          "in as like into with from ") &&
      !words.is(i + 1, " the a to us you them him her me his their our "))
    return kMetal;
  if (words.is(i - 1, " and or ") || words.is(i + 1, " and or ")) {
    constexpr std::string_view kMetals =
        " tin zinc copper iron gold silver mercury arsenic cadmium steel nickel aluminum brass bronze "
        "asbestos "
        "lithium uranium chromium ";
    if (words.is(i - 2, kMetals) || words.is(i + 2, kMetals)) return kMetal;
  }
  if (words.is(i + 1, kBe) && words.has(" metal heavy toxic element poisonous soft dense melts denser "))
    return kMetal;
  return kLead;
}

std::string_view live(const Words& words, Place i) {
  constexpr std::string_view kAlive = "lˈaɪv";
  constexpr std::string_view kDwell = "lˈɪv";
  const Place before = words.before_adverbs(i);
  const bool on_air =
      words.is(before,
               " broadcasting broadcast broadcasts streaming stream streams streamed go goes going went "
               "gone recorded perform performed performing performs shown aired airs air "
               "reporting reported play played playing plays sing singing sang watch watched "
               "watching see seen speaking coming come appear appeared televised ");
  if (words.is(i + 1,
               " music concert concerts show shows broadcast broadcasts audience audiences wire wires "
               "performance performances action event events stream streams streaming tv television album "
               "albums recording recordings coverage band bands ammunition bait feed animal animals updates "
               "update chat demo data video radio report reports birds fish plants tour "))
    return kAlive;
  if (on_air || words.is(i - 1, kDeterminers)) return kAlive;
  if (words.is(before, kBe)) return kAlive;
  if (words.at(before) == "to" || words.is(before, kModals) || words.is(before, kSubjects)) return kDwell;
  if (words.is_plural(i - 1) || words.is(i - 1, " and or where that which ")) return kDwell;
  return words.is(i + 1,
                  " in with near at by here there alone together without for up longer among under forever "
                  "happily like off life your ") ||
                 words.begins_clause(i)
             ? kDwell
             : kAlive;
}

std::string_view lives(const Words& words, Place i) {
  const Place before = words.before_adverbs(i);
  const bool place_next =
      words.is(i + 1,
               " in with near at by here there alone on up next for under across among off "
               "a the his her like to ");
  if (words.is(before, " he she it who ")) return "lˈɪvz";
  const bool counted = words.is(i - 1, kDeterminers) || words.is(i - 1, kPrepositions) ||
                       words.is(i - 1, kHave) ||
                       words.is(i - 1,
                                " two three nine own human daily private past save saved saves lost cost "
                                "people's risk save their ordinary real long short happy everyday inner ");
  return !counted && place_next ? "lˈɪvz" : "lˈaɪvz";
}

std::string_view close(const Words& words, Place i) {
  constexpr std::string_view kShut = "klˈoʊz";
  constexpr std::string_view kNear = "klˈoʊs";
  const Place before = words.before_adverbs(i);
  if (words.is(i - 1, " very so too how as pretty quite really fairly more most that ")) return kNear;
  if (words.is(i - 1, " the a its ") && (words.ends_clause(i + 1) || words.at(i + 1) == "of")) return kShut;
  if (words.at(i + 1) == "to" && words.at(before) != "to" && !words.is(before, kModals)) return kNear;
  if (words.at(before) == "to" || words.is(before, kModals)) {
    const bool comes_near = words.is(before - 1, " came come comes got get gets ");
    return comes_near && words.at(i + 1) == "to" ? kNear : kShut;
  }
  if (words.is(before, kSubjects)) return kShut;
  if (words.begins_clause(i) &&
      (words.begins_object(i + 1) || words.is(i + 1, " down up and windows doors ")))
    return kShut;
  if (words.is(before, kBe) || words.is(i - 1, kDeterminers)) return kNear;
  const bool verb_follows = words.begins_object(i + 1) || words.is(i + 1, " at early late on for in ");
  if (words.is_plural(i - 1) && (verb_follows || words.ends_clause(i + 1))) return kShut;
  if (words.is(i - 1, " and or ") && words.begins_object(i + 1)) return kShut;
  return kNear;
}

std::string_view wind(const Words& words, Place i) {
  constexpr std::string_view kTurn = "wˈaɪnd";
  if (is_verbal(words, i)) return kTurn;
  const bool path_next = words.is(i + 1, " through around along up down its back into ");
  if (path_next && (words.is_plural(i - 1) || words.begins_clause(i))) return kTurn;
  return "wˈɪnd";
}

std::string_view winds(const Words& words, Place i) {
  const bool path_next = words.is(i + 1, " through around along up down its his her back into ");
  const bool subject = words.is(i - 1, " it he she that which ") ||
                       (!words.at(i - 1).empty() && !words.is_function_word(i - 1) &&
                        !words.is(i - 1, " strong high cold north south east west light warm trade heavy "));
  return path_next && subject ? "wˈaɪndz" : "wˈɪndz";
}

std::string_view wound(const Words& words, Place i) {
  constexpr std::string_view kTurned = "wˈaʊnd";
  constexpr std::string_view kHurt = "wˈuːnd";
  const Place before = words.before_adverbs(i);
  const bool path_next = words.is(i + 1, " up around down through its tightly round along into back ");
  if (words.at(before) == "to" || words.is(before, kModals)) return kHurt;
  if (words.is(before, kSubjects)) return kTurned;
  if (words.is(i - 1, kDeterminers) || words.is(i - 1, kPrepositions)) return kHurt;
  return path_next || words.begins_object(i + 1) ? kTurned : kHurt;
}

std::string_view tear(const Words& words, Place i) {
  constexpr std::string_view kRip = "tˈɛɹ";
  if (words.is(i + 1, " gas duct ducts drop drops stained shaped ")) return "tˈɪɹ";
  if (is_verbal(words, i) || words.is(i - 2, " wear ")) return kRip;
  if (words.is(i + 1, " apart up down off out it open into ") && !words.is(i - 1, kDeterminers)) return kRip;
  const bool in_cloth = words.at(i + 1) == "in" && !words.is(i + 2, " her his my your their ") &&
                        words.is(i - 1, " a the this small large ");
  const bool in_own_cloth = words.at(i + 1) == "in" && !words.is(i + 3, " eye eyes ");
  if (in_cloth || in_own_cloth ||
      words.has(" ligament muscle fabric shirt sleeve jeans cloth meniscus tendon paper curtain "))
    return kRip;
  return "tˈɪɹ";
}

bool on_a_ship(const Words& words) {
  return words.has(
      " ship ship's boat stern deck sail port starboard vessel hull waves captain anchor sailor ");
}

std::string_view bow(const Words& words, Place i) {
  constexpr std::string_view kBend = "bˈaʊ";
  const bool verbal = is_verbal(words, i);
  const bool before_someone = words.is(i + 1, " before down out low deeply politely ") ||
                              (words.at(i + 1) == "to" && !words.has(" violin arrow string "));
  const bool taken =
      words.is(i - 2, " took take takes taking taken ") && words.is(i - 1, " a his her their ");
  const bool polite =
      words.is(i - 1, " deep low slight polite little final formal graceful respectful stiff solemn ");
  const bool of_ship = on_a_ship(words) && !words.has(" arrow ribbon tied violin ");
  return verbal || before_someone || taken || polite || of_ship ? kBend : "bˈoʊ";
}

std::string_view bows(const Words& words, Place i) {
  const bool third =
      words.is(words.before_adverbs(i), " he she it who ") || words.is(i + 1, " before down out to ");
  const bool taken = words.is(i - 1, " took take takes taking their ") && !words.has(" arrows ribbons tied ");
  return third || taken || on_a_ship(words) ? "bˈaʊz" : "bˈoʊz";
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
  if (words.is(
          i + 1,
          " details detail amount amounts quantities quantity particle particles trace traces difference "
          "differences changes fraction fractions inspection examination organisms variations "
          "creatures crystals grains pieces description attention droplets insects "))
    return kTiny;
  if (words.is(i - 1, " very so too extremely most almost incredibly ") && words.at(i - 2) != "the")
    return kTiny;
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
  if (feels && object) return kPleased;
  if (words.is(i - 1, " quite perfectly very not so more ") && object) return kPleased;
  return words.is(i + 1, " with to ") &&
                 words.is(i + 2, " my your his her its their the be let have being ") &&
                 !words.is(i - 1, kPrepositions) && !words.is_plural(i - 1) && words.begins_clause(i)
             ? kPleased
             : "kˈɑːntɛnt";
}

std::string_view used(const Words& words, Place i) {
  if (words.at(i + 1) != "to") return "";
  const Place before = words.before_adverbs(i);
  if (words.is(before, " get gets got getting became grow grew ")) return "jˈuːst";
  const bool passive = words.is(before, kBe);
  const bool thing_next =
      words.begins_object(i + 2) || words.at(i + 2).ends_with("ing") || words.ends_clause(i + 2);
  if (passive) return thing_next ? "jˈuːst" : "jˈuːzd";
  return words.is(before, kHave) ? "" : "jˈuːst";
}

std::string_view invalid(const Words& words, Place i) {
  const bool alone = words.ends_clause(i + 1) || words.is_function_word(i + 1);
  return words.is(i - 1, " a an the her his an old bedridden ") && alone ? "ˈɪnvəlɪd" : "ɪnvˈælɪd";
}

/// "a learned man", "the aged": two syllables before a noun.
std::string_view two_syllables(const Words& words, Place i, std::string_view long_form) {
  const bool before_noun =
      !words.at(i + 1).empty() && !words.is_function_word(i + 1) &&
      !words.is(i + 1, " cheese cheddar beef wine whiskey well care steak five six seven ten ");
  return words.is(i - 1, kDeterminers) && before_noun ? long_form : "";
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
  return words.begins_clause(i) && words.begins_object(i + 1) ? "" : "pˈoʊlɪʃ";
}

struct Sense {
  std::string_view word;
  std::string_view (*read)(const Words&, Place);
};

constexpr auto kSenses = std::to_array<Sense>({
    {"read", read}, {"lead", lead},       {"live", live},   {"lives", lives},   {"close", close},
    {"wind", wind}, {"winds", winds},     {"wound", wound}, {"tear", tear},     {"bow", bow},
    {"bows", bows}, {"bass", bass},       {"dove", dove},   {"minute", minute}, {"content", content},
    {"used", used}, {"invalid", invalid}, {"aged", aged},   {"sow", sow},
});

}  // namespace

std::string_view reading_by_sense(const SentenceWords& words, std::ptrdiff_t i, std::string_view text) {
  const std::string_view word = words.at(i);
  const auto* const found =
      std::ranges::find_if(kSenses, [&](const Sense& sense) { return sense.word == word; });
  if (found != kSenses.end()) return found->read(words, i);
  if (word == "learned") return two_syllables(words, i, "lˈɜːnᵻd");
  if (word == "blessed") return two_syllables(words, i, "blˈɛsᵻd");
  if (word == "beloved") return "bᵻlˈʌvᵻd";
  if (word == "well-read") return "wˈɛlɹˈɛd";
  if (word == "nice") return place_name(words, i, text, "nˈiːs");
  if (word == "reading") return place_name(words, i, text, "ɹˈɛdɪŋ");
  if (word == "polish") return polish(words, i, text);
  if (word == "tears" && words.is(words.before_adverbs(i), " he she it who ")) return "tˈɛɹz";
  return "";
}

}  // namespace driftwave
