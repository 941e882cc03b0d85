#include "tts/text/german/german.h"

#include <array>

#include "tts/text/german/german_lexicon.h"
#include "tts/text/german/number_sounds.h"
#include "tts/text/german/rules.h"
#include "tts/text/german/sentences.h"
#include "tts/text/german/words.h"
#include "tts/text/normalize.h"

namespace driftwave {
namespace {

const Lexicon& exceptions() {
  static const Lexicon lexicon = [] {
    Lexicon filled;
    filled.add(german::lexicon_text(), "german.lexicon");
    return filled;
  }();
  return lexicon;
}

}  // namespace

GoesOn German::sentence_goes_on() const {
  return &german::sentence_goes_on;
}

std::vector<Token> German::tokens(const SentenceText& sentence, std::string* silent) const {
  static const std::array kFamilies{
      german::net_rules(),          german::date_rules(),    german::measure_rules(),
      german::year_rules(),         german::number_rules(),  german::name_rules(),
      german::abbreviation_rules(), german::capital_rules(), german::symbol_rules()};
  static const ReadingRules rules{.families = kFamilies, .exceptions = &exceptions(), .respells = true};
  std::vector<Token> read = tokens_by(rules, sentence.text, sentence.source_offset, sentence.lexicon, silent);
  say_as_listed(exceptions(), read);
  for (Token& token : read)
    if (token.kind == TokenKind::kWord && token.phonemes.empty())
      token.phonemes = german::number_sounds(token.text);
  return read;
}

bool German::rises(const std::vector<Token>& sentence) const {
  return german::rises_at_end(sentence);
}

std::string German::ordinal(std::string_view digits) const {
  const std::int64_t value = value_of(digits);
  return value < 0 ? std::string(digits) : german::ordinal(value, "");
}

std::string German::date(const DateFigures& date) const {
  std::string said;
  if (date.day > 0) said = std::to_string(date.day) + ".";
  if (date.month > 0) said.append(said.empty() ? "" : " ").append(german::month_name(date.month));
  if (!date.year.empty()) said.append(said.empty() ? "" : " ").append(date.year);
  return said;
}

}  // namespace driftwave
