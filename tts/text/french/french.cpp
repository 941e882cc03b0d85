#include "tts/text/french/french.h"

#include <algorithm>
#include <array>

#include "tts/text/french/french_lexicon.h"
#include "tts/text/french/regions.h"
#include "tts/text/french/rules.h"
#include "tts/text/french/sentences.h"
#include "tts/text/french/words.h"
#include "tts/text/normalize.h"

namespace driftwave {
namespace {

const Lexicon& exceptions() {
  static const Lexicon lexicon = [] {
    Lexicon filled;
    filled.add(french::lexicon_text(), "french.lexicon");
    return filled;
  }();
  return lexicon;
}

/// "l'oignon": a listed word behind an article or a pronoun that lost its vowel.
void say_elided_as_listed(std::vector<Token>& sentence) {
  struct Elided {
    std::string_view letters;
    std::string_view sound;
  };
  static constexpr auto kElided = std::to_array<Elided>({{"l", "l"},
                                                         {"d", "d"},
                                                         {"qu", "k"},
                                                         {"j", "ʒ"},
                                                         {"n", "n"},
                                                         {"s", "s"},
                                                         {"c", "s"},
                                                         {"m", "m"},
                                                         {"t", "t"}});
  for (Token& token : sentence) {
    const std::size_t apostrophe = token.text.find('\'');
    if (token.kind != TokenKind::kWord || !token.phonemes.empty() || apostrophe == std::string::npos)
      continue;
    const std::string before = lower_case(token.text.substr(0, apostrophe));
    const auto* const row = std::ranges::find(kElided, std::string_view(before), &Elided::letters);
    Pronunciation inflected;
    const Pronunciation* found = exceptions().find(token.text.substr(apostrophe + 1), inflected);
    if (row != kElided.end() && found != nullptr) token.phonemes = std::string(row->sound) + found->ipa;
  }
}

}  // namespace

French::French(std::string_view tag) : region_(french::region_of(tag)) {}

GoesOn French::sentence_goes_on() const {
  return &french::sentence_goes_on;
}

std::vector<Token> French::tokens(const SentenceText& sentence, std::string* silent) const {
  static const std::array kFamilies{
      french::date_rules(),         french::net_rules(),     french::measure_rules(), french::number_rules(),
      french::abbreviation_rules(), french::capital_rules(), french::symbol_rules()};
  static const ReadingRules rules{.families = kFamilies, .exceptions = &exceptions(), .respells = true};
  std::vector<Token> read = tokens_by(rules, sentence.text, sentence.source_offset, sentence.lexicon, silent);
  if (region_ != nullptr) french::count_as_in(region_, sentence, read);
  say_as_listed(exceptions(), read);
  say_elided_as_listed(read);
  return read;
}

bool French::rises(const std::vector<Token>& sentence) const {
  return french::rises_at_end(sentence);
}

std::string French::ordinal(std::string_view digits) const {
  return std::string(digits) + (digits == "1" ? "er" : "e");
}

std::string French::date(const DateFigures& date) const {
  std::string said;
  if (date.day > 0) said = date.day == 1 ? "1er" : std::to_string(date.day);
  if (date.month > 0) said.append(said.empty() ? "" : " ").append(french::month_name(date.month));
  if (!date.year.empty()) said.append(said.empty() ? "" : " ").append(date.year);
  return said;
}

}  // namespace driftwave
