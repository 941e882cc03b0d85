#include "tts/text/rules/capitals.h"

#include <algorithm>

#include "tts/text/rules/abbreviations.h"
#include "tts/text/rules/word_lists.h"

namespace driftwave {
namespace {

using Kind = Lexeme::Kind;

/// Capitals with apostrophes inside: I'M, FBI'S.
bool capitals_with_apostrophe(std::string_view word) {
  return word.find('\'') != std::string_view::npos &&
         std::all_of(word.begin(), word.end(), [](char c) { return c == '\'' || (c >= 'A' && c <= 'Z'); });
}

std::string lowered(std::string_view word) {
  return lower_case(std::string(word));
}

/// I'M is I'm, DON'T is don't, FBI'S is FBI's.
std::string quiet_contraction(std::string_view word) {
  const std::size_t apostrophe = word.find('\'');
  const std::string_view stem = word.substr(0, apostrophe);
  if (stem == "I") return "I" + lowered(word.substr(1));
  const bool is_genitive = word.substr(apostrophe) == "'S";
  if (is_genitive && is_initialism(stem)) return std::string(stem) + "'s";
  return lowered(word);
}

/// Titles that stand in capitals within other sentences, too.
bool is_title(std::string_view word) {
  static constexpr std::string_view kTitles = " MR MRS DR PROF SGT CAPT LT GEN GOV REV JR SR ";
  return kTitles.find(' ' + std::string(word) + ' ') != std::string_view::npos;
}

void set_text(Lexeme& lexeme, std::string text) {
  lexeme.text = std::move(text);
  lexeme.lower = lower_case(lexeme.text);
}

/// What a word of a shouted sentence is written like in a quiet one.
void quieten_word(std::vector<Lexeme>& sentence, std::size_t i) {
  Lexeme& word = sentence[i];
  const auto neighbor = [&](std::ptrdiff_t n) -> const Lexeme& {
    static const Lexeme kNothing;
    const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(i) + n;
    return at < 0 || at >= static_cast<std::ptrdiff_t>(sentence.size())
               ? kNothing
               : sentence[static_cast<std::size_t>(at)];
  };
  const bool digits_beside = neighbor(-1).kind == Kind::kDigits || neighbor(1).kind == Kind::kDigits;
  const bool dotted = word.text.size() == 1 && (neighbor(1).symbol == U'.' || neighbor(-1).symbol == U'.');
  if (digits_beside || dotted || neighbor(1).symbol == U'&' || neighbor(-1).symbol == U'&') return;
  if (word.text == "I") return;
  if (word.text == "A") {
    const bool article = neighbor(1).kind == Kind::kSpace && neighbor(2).text.size() > 1;
    if (article && neighbor(2).kind == Kind::kWord) set_text(word, "a");
    return;
  }
  if (word.text.size() == 1) return;
  const bool before_post_code = word.text.size() == 2 && neighbor(-2).symbol == U',' &&
                                neighbor(2).kind == Kind::kDigits && neighbor(2).text.size() == 5;
  if (before_post_code) return;
  // "in the US" is a country, "between us" is none.
  if (neighbor(1).symbol == U'.' && abbreviation_end(title_case(word.text)) != AbbreviationEnd::kNone)
    return set_text(word, title_case(word.text));
  const bool country = word.text == "US" && neighbor(-2).lower == "the";
  const bool numeral = roman_value(word.text).has_value() && word.text != "MIX" && word.text != "DID";
  if (country || numeral || is_initialism(word.text) || !all_capitals(word.text)) return;
  const bool common = emphasised(word.text) && neighbor(1).symbol != U'.';
  set_text(word, common ? lowered(word.text) : title_case(word.text));
}

}  // namespace

std::string title_case(std::string_view capitals) {
  if (capitals.empty()) return "";
  return std::string(capitals.substr(0, 1)) + lowered(capitals.substr(1));
}

bool is_shouted(const std::vector<Lexeme>& sentence) {
  std::size_t words = 0;
  bool plain = false;
  for (const Lexeme& lexeme : sentence) {
    if (lexeme.kind != Kind::kWord) continue;
    const bool small =
        std::any_of(lexeme.text.begin(), lexeme.text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    const bool other = std::any_of(lexeme.text.begin(), lexeme.text.end(),
                                   [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    if (small || other) return false;
    ++words;
    plain = plain || capitals_with_apostrophe(lexeme.text) ||
            (lexeme.text.size() > 1 && emphasised(lexeme.text)) ||
            (lexeme.text.size() >= 5 && !is_initialism(lexeme.text));
  }
  return words >= 2 && plain;
}

bool quieten(std::vector<Lexeme>& sentence) {
  const bool shouted = is_shouted(sentence);
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    Lexeme& lexeme = sentence[i];
    if (lexeme.kind != Kind::kWord || lexeme.text.empty() || lexeme.text.front() < 'A' ||
        lexeme.text.front() > 'Z')
      continue;
    if (capitals_with_apostrophe(lexeme.text)) {
      set_text(lexeme, quiet_contraction(lexeme.text));
    } else if (shouted) {
      quieten_word(sentence, i);
    } else if (is_title(lexeme.text) && i + 1 < sentence.size() && sentence[i + 1].symbol == U'.') {
      set_text(lexeme, title_case(lexeme.text));
    }
  }
  return shouted;
}

}  // namespace driftwave
