#include "tts/text/dutch/dutch.h"

#include <array>

#include "tts/text/dutch/dutch_lexicon.h"
#include "tts/text/dutch/rules.h"
#include "tts/text/dutch/sentences.h"
#include "tts/text/dutch/words.h"
#include "tts/text/normalize.h"

namespace driftwave {
namespace {

const Lexicon& exceptions() {
  static const Lexicon lexicon = [] {
    Lexicon filled;
    filled.add(dutch::lexicon_text(), "dutch.lexicon");
    return filled;
  }();
  return lexicon;
}

}  // namespace

GoesOn Dutch::sentence_goes_on() const {
  return &dutch::sentence_goes_on;
}

std::vector<Token> Dutch::tokens(const SentenceText& sentence, std::string* silent) const {
  static const std::array kFamilies{
      dutch::net_rules(),          dutch::date_rules(),    dutch::measure_rules(), dutch::number_rules(),
      dutch::abbreviation_rules(), dutch::capital_rules(), dutch::symbol_rules()};
  static const ReadingRules rules{.families = kFamilies, .exceptions = &exceptions(), .respells = true};
  std::vector<Token> read = tokens_by(rules, sentence.text, sentence.source_offset, sentence.lexicon, silent);
  say_as_listed(exceptions(), read);
  return read;
}

bool Dutch::rises(const std::vector<Token>& sentence) const {
  return dutch::rises_at_end(sentence);
}

std::string Dutch::ordinal(std::string_view digits) const {
  const std::int64_t value = value_of(digits);
  return value < 0 ? std::string(digits) : dutch::ordinal(value);
}

std::string Dutch::date(const DateFigures& date) const {
  std::string said;
  if (date.day > 0) said = std::to_string(date.day);
  if (date.month > 0) said.append(said.empty() ? "" : " ").append(dutch::month_name(date.month));
  if (!date.year.empty()) said.append(said.empty() ? "" : " ").append(date.year);
  return said;
}

}  // namespace driftwave
