/// Verbs that are spelled like other words, one function a word.
#include <algorithm>
#include <array>

#include "tts/text/heteronym_senses.h"

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
          "smelter shield shielding dust foil line lines "))
    return kMetal;
  if (words.is(
          i - 1,
          " molten liquid melted toxic poisonous contain contains contained containing removing heavy of "
          "in as like into with from ") &&
      !words.is(i + 1, " the a to us you them him her me his their our "))
    return kMetal;
  const bool found_in =
      words.at(i + 1) == "in" && (words.is(i - 1, " is was be of no any ") || words.begins_clause(i)) &&
      words.has(" paint paints water soil blood gasoline petrol dust toys solder glaze pipes ");
  if (found_in) return kMetal;
  const bool turned = words.at(i - 1) == "to" && words.is(i - 2, " turn turns turned turning changed ");
  if (turned && words.ends_clause(i + 1)) return kMetal;
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
  if (words.is_plural(i - 1) || words.is(before, " and or where that which ")) return kDwell;
  if (words.has_modal_before(i)) return kDwell;
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
               "a the his her like to not aft ashore abroad somewhere nearby happily quietly forever still ");
  const bool named = words.is(i - 2, " while if where as so whom miss mr mrs mister missus ");
  if (named && words.ends_clause(i + 1) && !words.is(i - 1, kDeterminers)) return "lˈɪvz";
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
  const bool closes_in = words.at(i + 1) == "in" && !words.is(i + 2, " age spirit size time style on to ");
  if (closes_in && words.begins_clause(i)) return kShut;
  if (words.is(before, kBe) || words.is(i - 1, kDeterminers)) return kNear;
  // "out close the door": after "near" no thing follows by itself, but for "close that" and "came close the".
  const bool thing_next = words.is(i + 1, " the a an my your his her its our their them ");
  if (thing_next && !words.is(i - 1, " came come comes stay stayed hold held draw drew got get so "))
    return kShut;
  const bool verb_follows = words.begins_object(i + 1) || words.is(i + 1, " at early late on for in ");
  if (words.is_plural(i - 1) && (verb_follows || words.ends_clause(i + 1))) return kShut;
  if (words.is(i - 1, " and or ") && words.begins_object(i + 1)) return kShut;
  return kNear;
}

std::string_view wind(const Words& words, Place i) {
  constexpr std::string_view kTurn = "wˈaɪnd";
  const bool becomes = words.at(i - 1) == "to" && words.is(i - 2, " turn turns turned turning changed ");
  if (becomes && words.ends_clause(i + 1)) return "wˈɪnd";
  if (is_verbal(words, i) || (words.begins_clause(i) && words.is(i + 1, " ye thee "))) return kTurn;
  const bool path_next = words.is(i + 1, " through around along up down its back into ");
  if (path_next && (words.is_plural(i - 1) || words.begins_clause(i))) return kTurn;
  return "wˈɪnd";
}

std::string_view winds(const Words& words, Place i) {
  const bool path_next = words.is(i + 1, " through around along up down its his her back into ");
  const bool subject = words.is(i - 1, " it he she that which ") ||
                       (!words.at(i - 1).empty() && !words.is_function_word(i - 1) &&
                        !words.is(i - 1, " strong high cold north south east west light warm trade heavy "));
  const bool way_next = words.begins_object(i + 1) && (words.at(i + 2) == "way" || words.at(i + 3) == "way");
  return way_next || (path_next && subject) ? "wˈaɪndz" : "wˈɪndz";
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
  if (words.is(i - 2, " shed sheds shedding wipe wiped wept cried weeping ") && !is_verbal(words, i))
    return "tˈɪɹ";
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

struct Sense {
  std::string_view word;
  std::string_view (*read)(const Words&, Place);
};

constexpr auto kSenses = std::to_array<Sense>({
    {"read", read},
    {"lead", lead},
    {"live", live},
    {"lives", lives},
    {"close", close},
    {"wind", wind},
    {"winds", winds},
    {"wound", wound},
    {"tear", tear},
    {"used", used},
});

}  // namespace

std::string_view reading_by_sense(const SentenceWords& words, std::ptrdiff_t i, std::string_view text) {
  const std::string_view word = words.at(i);
  const auto* const found =
      std::ranges::find_if(kSenses, [&](const Sense& sense) { return sense.word == word; });
  if (found != kSenses.end()) return found->read(words, i);
  if (word == "well-read") return "wˈɛlɹˈɛd";
  if (word == "tears" && words.is(words.before_adverbs(i), " he she it who ")) return "tˈɛɹz";
  return noun_by_sense(words, i, text);
}

}  // namespace driftwave
