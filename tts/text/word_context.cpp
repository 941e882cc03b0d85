#include "tts/text/word_context.h"

#include <algorithm>

#include "tts/text/bytes.h"
#include "tts/text/rules/lexeme.h"

namespace driftwave {
namespace {

constexpr std::string_view kAdverbs =
    " never always often also just only still even not now soon ever really usually sometimes then again "
    "already seldom rarely once first probably perhaps almost quite very so too more most better gladly ";
constexpr std::string_view kObjects =
    " the a an this that these those my your his her its our their it him them me us all every each some any "
    "no everything something anything nothing myself yourself himself herself itself ourselves themselves "
    "one two three both another what how whether when ";
constexpr std::string_view kConjunctions = " and or but nor then so if when while because ";
constexpr std::string_view kOther =
    " not to there here where why who whom up down out off back away again once yes no oh ";

/// What "to" goes with as a preposition: "due to use", "subject to abuse".
constexpr std::string_view kBeforePrepositionTo =
    " due subject prone thanks according exposed addicted leads led access resistance response opposed "
    "compared contrary ";

}  // namespace

SentenceWords::SentenceWords(const std::vector<Token>& sentence) {
  words_.reserve(sentence.size());
  for (const Token& token : sentence)
    words_.push_back(token.kind == TokenKind::kPunctuation ? "" : lower_case(token.text));
}

std::string_view SentenceWords::at(std::ptrdiff_t i) const {
  if (i < 0 || i >= size()) return {};
  return words_[static_cast<std::size_t>(i)];
}

bool SentenceWords::is(std::ptrdiff_t i, std::string_view list) const {
  return is_listed(list, at(i));
}

bool SentenceWords::has(std::string_view list) const {
  return std::any_of(words_.begin(), words_.end(),
                     [&](const std::string& word) { return is_listed(list, word); });
}

std::ptrdiff_t SentenceWords::before_adverbs(std::ptrdiff_t i) const {
  --i;
  while (i >= 0 && (is(i, kAdverbs) || (at(i).ends_with("ly") && at(i).size() > 4))) --i;
  return i;
}

bool SentenceWords::begins_clause(std::ptrdiff_t i) const {
  return at(i - 1).empty() || (is(i - 1, " please then and but or so ") && at(i - 2).empty());
}

bool SentenceWords::begins_object(std::ptrdiff_t i) const {
  return is(i, kObjects);
}

bool SentenceWords::is_function_word(std::ptrdiff_t i) const {
  return is(i, kDeterminers) || is(i, kSubjects) || is(i, kModals) || is(i, kBe) || is(i, kHave) ||
         is(i, kPrepositions) || is(i, kAdverbs) || is(i, kConjunctions) || is(i, kObjects) || is(i, kOther);
}

bool SentenceWords::is_plural(std::ptrdiff_t i) const {
  const std::string_view word = at(i);
  if (is(i, " people men women children folks police birds ")) return true;
  return word.size() > 3 && word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us") &&
         !word.ends_with("'s") && !is_function_word(i);
}

bool SentenceWords::has_modal_before(std::ptrdiff_t i) const {
  for (std::ptrdiff_t n = i - 1; n >= i - 4 && !at(n).empty(); --n) {
    if (is(n, kModals) || at(n) == "to") return true;
  }
  return false;
}

bool SentenceWords::in_noun_phrase(std::ptrdiff_t i) const {
  for (std::ptrdiff_t n = i - 1; n >= i - 4; --n) {
    if (is(n, kDeterminers) || at(n).ends_with("'s")) return true;
    if (at(n).empty() || (is_function_word(n) && !is(n, kAdverbs))) return false;
  }
  return false;
}

PartOfSpeech SentenceWords::after_to(std::ptrdiff_t i) const {
  return is(i - 2, kBeforePrepositionTo) ? PartOfSpeech::kNominal : PartOfSpeech::kVerbal;
}

PartOfSpeech SentenceWords::part_of_speech(std::ptrdiff_t i) const {
  constexpr auto kNominal = PartOfSpeech::kNominal;
  constexpr auto kVerbal = PartOfSpeech::kVerbal;
  const std::ptrdiff_t before = before_adverbs(i);
  const bool object_next = begins_object(i + 1);
  if (at(before) == "to") return after_to(before + 1);
  if (is(before, kModals)) return kVerbal;
  if (is(before, kSubjects) && before == i - 1) {
    // "gave you present and past" is rarer than "you present"; after "it is" nothing of the kind comes.
    return kVerbal;
  }
  if (is(before, kSubjects)) return kVerbal;
  if (is(before, " that which ") && object_next) return kVerbal;
  if (is(i - 1, kDeterminers) || at(i - 1).ends_with("'s")) return kNominal;
  if (is(i - 1, " more less enough ") && ends_clause(i + 1) && !is(before, kHave)) return kNominal;
  if (begins_clause(i)) {
    const bool follows_object = object_next || is(i + 1, " with and all both between among ");
    const bool noun = is(i + 1, " of is was are were has had will would can in ") || ends_clause(i + 1);
    if (object_next || (follows_object && !noun)) return kVerbal;
    // "Use caution", "Insert coin": commands, more often than nouns without an article.
    const bool command = is(i, " use insert combine convert extract reject ") && !is_function_word(i + 1);
    if (command && !at(i + 1).empty()) return kVerbal;
    return noun ? kNominal : PartOfSpeech::kUnknown;
  }
  if (is(before, kPrepositions) || is(before, kBe)) return kNominal;
  if (is(i + 1, kBe) || is(i + 1, kHave) || at(i + 1) == "of") return kNominal;
  if (is_plural(i - 1) && object_next) return kVerbal;
  if (is(i - 1, " and or ") && object_next) return kVerbal;
  if (is(i - 1, " and or ") && at(i - 3) == "to") return kVerbal;
  if (is_plural(i - 1) && is(i + 1, kPrepositions) && at(i + 1) != "of") return kVerbal;
  if (is(i - 1, " many some most ") || at(i - 1) == "people") return is(i + 1, " to ") ? kVerbal : kNominal;
  const bool pronoun_next = is(i + 1, " me him us them ");  // "not for a moment suspect me"
  if (pronoun_next) return kVerbal;
  if (at(i - 1) == "but" && is(i - 2, " not cannot can't could couldn't ")) return kVerbal;
  if (is_plural(i - 1) && is(i - 2, " these those most many all ") && ends_clause(i + 1)) return kVerbal;
  if (in_noun_phrase(i)) return object_next && (is_plural(i - 1) || is_plural(i - 2)) ? kVerbal : kNominal;
  const bool after_content_word = !at(i - 1).empty() && !is_function_word(i - 1) && !is_plural(i - 1);
  if (after_content_word && (ends_clause(i + 1) || is(i + 1, kPrepositions))) return kNominal;
  return object_next && !is(before, kHave) ? kVerbal : PartOfSpeech::kUnknown;
}

}  // namespace driftwave
