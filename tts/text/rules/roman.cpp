/// Roman numerals: Henry VIII, Chapter IV, World War II.
#include <algorithm>
#include <array>

#include "tts/text/rules/number_words.h"
#include "tts/text/rules/rule.h"
#include "tts/text/rules/word_lists.h"

namespace driftwave {
namespace {

bool ruler(const std::string& name) {
  static constexpr std::array<std::string_view, 66> kRulers = {
      "albert",    "alexander", "alfonso",   "baldwin",     "benedict", "boniface", "carlos",     "catherine",
      "charles",   "christian", "clement",   "constantine", "darius",   "edward",   "elizabeth",  "ferdinand",
      "francis",   "franz",     "frederick", "george",      "gregory",  "gustav",   "haakon",     "harald",
      "henry",     "innocent",  "isabella",  "ivan",        "james",    "john",     "joseph",     "julius",
      "justinian", "karl",      "leo",       "leopold",     "louis",    "mary",     "maximilian", "mehmed",
      "murad",     "napoleon",  "nicholas",  "olav",        "otto",     "paul",     "pedro",      "peter",
      "philip",    "philippe",  "pius",      "ptolemy",     "ramesses", "ramses",   "richard",    "robert",
      "rudolf",    "selim",     "sixtus",    "theodosius",  "umberto",  "urban",    "victor",     "wilhelm",
      "william",   "xerxes"};
  return std::find(kRulers.begin(), kRulers.end(), name) != kRulers.end();
}

bool numbered_thing(const std::string& word) {
  static constexpr std::array<std::string_view, 34> kThings = {
      "act",   "appendix", "apollo",  "article", "book",     "bowl",    "canto",  "category", "chapter",
      "class", "division", "episode", "exhibit", "figure",   "grade",   "level",  "lesson",   "mark",
      "part",  "phase",    "plate",   "scene",   "schedule", "section", "series", "stage",    "step",
      "table", "title",    "type",    "unit",    "vatican",  "volume",  "war"};
  return std::find(kThings.begin(), kThings.end(), word) != kThings.end();
}

/// What may follow "I" as a pronoun: "I asked Charles. I think ..." is cut, "as Charles I think" is not.
bool pronoun_verb(const std::string& word) {
  static constexpr std::array<std::string_view, 22> kVerbs = {
      "am",   "think", "have", "had",  "do",     "don't", "did",  "will",  "would", "can",  "could",
      "know", "see",   "say",  "said", "should", "want",  "need", "guess", "hope",  "mean", "believe"};
  return std::find(kVerbs.begin(), kVerbs.end(), word) != kVerbs.end();
}

Reading roman(const Cursor& at) {
  if (!at.word(0)) return {};
  std::string numeral = at[0].text;
  const bool possessive = numeral.ends_with("'s");
  if (possessive) numeral.resize(numeral.size() - 2);
  const std::optional<std::int64_t> value = roman_value(numeral);
  if (!value || at.digits(1) || at.digits(-1) || at.symbol(-1, U'.')) return {};
  const Lexeme& before = at.space(-1) ? at[-2] : at[0];
  const bool small = *value < 50 && numeral.find_first_not_of("IVX") == std::string::npos;
  const bool after_ruler = at.space(-1) && begins_with_capital(before.text) && ruler(before.lower);
  const bool after_thing = at.space(-1) && numbered_thing(before.lower) && (*value < 400);
  const std::string tail = possessive ? "'s" : "";
  if (after_thing) return {{1, cardinal(*value) + tail}};
  if (!small) return {};
  if (after_ruler && !(numeral == "I" && pronoun_verb(at[at.skip_space(1)].lower))) {
    return {{1, "the " + ordinal(std::to_string(*value)) + tail}};
  }
  if (numeral.size() < 2) return {};
  const std::string& next = at[at.skip_space(1)].lower;
  if (next == "century" || next == "centuries") return {{1, ordinal(std::to_string(*value))}};
  const bool medical =
      numeral == "IV" && (before.lower == "an" || before.lower == "the" || before.lower == "by");
  if (medical || numeral == "XX" || numeral == "XXX") return {};
  return {{1, cardinal(*value) + tail}};
}

/// ii, (iv), chapter vi: in small letters, where espeak-ng would say "Roman two" itself.
Reading small_roman(const Cursor& at) {
  if (!at.word(0) || at[0].text.size() < 2 || at[0].text.find_first_not_of("ivx") != std::string::npos)
    return {};
  if (at.digits(1) || at.digits(-1) || at.symbol(-1, U'.')) return {};
  const std::string capitals = upper_case(at[0].text);
  const std::optional<std::int64_t> value = roman_value(capitals);
  if (!value) return {};
  const Lexeme& before = at.symbol(at.space(-1) ? -2 : -1, U'.') ? at[-3] : at.space(-1) ? at[-2] : at[-1];
  static constexpr std::array<std::string_view, 18> kPages = {
      "page", "pages", "p",  "pp",   "line", "verse", "note", "clause", "vol",
      "vols", "ch",    "sc", "chap", "fig",  "no",    "bk",   "pt",     "sec"};
  const bool counted = (numbered_thing(before.lower) && before.lower != "type") ||
                       std::find(kPages.begin(), kPages.end(), before.lower) != kPages.end();
  const bool listed = at.symbol_of(1, U").") && (at.symbol(-1, U'(') || at[-1].kind == Lexeme::Kind::kNone);
  // These are letters, words or commands elsewhere.
  static constexpr std::array<std::string_view, 7> kOthers = {"vi", "iv", "ix", "xi", "xx", "xxx", "xv"};
  const bool other = std::find(kOthers.begin(), kOthers.end(), at[0].text) != kOthers.end();
  if (counted || listed || !other) return {{1, cardinal(*value)}};
  return at[0].text == "vi" || at[0].text == "xi" ? Reading{} : Reading{{1, '{' + capitals + '}'}};
}

constexpr std::array<Rule, 2> kRules = {
    {{"Roman numeral", roman}, {"small Roman numeral", small_roman, PlainWords::kMay}}};

}  // namespace

std::span<const Rule> roman_rules() {
  return kRules;
}

}  // namespace driftwave
