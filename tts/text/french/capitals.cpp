/// Roman numerals, and words of capitals: letter by letter (SNCF), as a word (OTAN), or loud (ATTENTION).
#include <array>

#include "tts/text/french/rules.h"
#include "tts/text/french/words.h"
#include "tts/text/utf8.h"

namespace driftwave::french {
namespace {

constexpr std::string_view kWords =
    " ONU OTAN UNESCO UNICEF NASA SIDA OVNI SMIC INSEE FNAC CAPES BAC PACS FIFA UEFA OPEP COVID DOM TOM ENA "
    "SAMU RAM ROM FAQ ";
constexpr std::string_view kLetters = " ANPE RATP TVA EDF IRM ADN ARN IBM USA HEC CIA UE ";
constexpr std::string_view kSmallWords =
    " LE LA LES UN UNE DES DU DE ET EST EN AU AUX IL ELLE ON NOUS VOUS JE TU CE PAS NE OUI NON STOP PLUS "
    "TOUT TRÈS SUR DANS POUR AVEC QUE QUI MAIS OU SI ICI ";

std::string_view letter_name(char letter) {
  static constexpr std::array<std::string_view, 26> kNames = {
      "a",    "bé", "cé", "dé", "e",    "effe", "gé", "ache", "i",  "ji",        "ka",  "elle",   "emme",
      "enne", "o",  "pé", "qu", "erre", "esse", "té", "u",    "vé", "double-vé", "ixe", "i-grec", "zède"};
  return kNames.at(static_cast<std::size_t>(letter - 'A'));
}

bool is_loud(const Cursor& at, std::ptrdiff_t n) {
  if (!at.word(n) || at[n].text.size() < 2) return false;
  return at[n].text != at[n].lower && upper_case(at[n].text) == at[n].text;
}

/// Whether French could say it: a vowel at every second letter, about, and one consonant at its end.
bool can_be_said(std::string_view word) {
  std::size_t row = 0;
  std::size_t vowels = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const bool is_vowel = std::string_view("AEIOUY").find(word[i]) != std::string_view::npos;
    row = is_vowel ? 0 : row + 1;
    vowels += is_vowel ? 1 : 0;
    if (row > 2 || (row == 2 && i + 1 == word.size())) return false;
  }
  return vowels > 0;
}

/// XIXe siècle, Ier, Ve République
Reading roman_ordinal(const Cursor& at) {
  if (!at.word(0) || at.alphanumeric(-1)) return {};
  const std::string& word = at[0].text;
  const std::size_t digits = word.find_first_not_of("IVX");
  if (digits == 0 || digits == std::string::npos) return {};
  const int value = roman_number(std::string_view(word).substr(0, digits));
  const OrdinalForm* form = ordinal_ending(std::string_view(word).substr(digits));
  if (value == 0 || form == nullptr) return {};
  return {{1, ordinal(value, *form)}};
}

/// Louis XIV, chapitre IV
Reading roman(const Cursor& at) {
  if (!at.word(0) || !at.space(-1) || at.symbol_of(1, U"-'&") || at.digits(1)) return {};
  const int value = roman_number(at[0].text);
  if (value == 0) return {};
  static constexpr std::string_view kCounted =
      " chapitre tome partie livre annexe article acte scène volume section type phase titre classe pape ";
  const bool is_counted = is_in(kCounted, at[-2].lower);
  const bool after_name = at.capitalised(-2) && !is_loud(at, -2) && at[-2].text.size() > 2;
  const bool one_letter = at[0].text.size() == 1;
  if (one_letter && !is_counted && (at.symbol(1, U'.') || !after_name)) return {};
  return {{1, cardinal(std::to_string(value))}};
}

/// SNCF, OTAN, l'ONU, d'EDF, ÉTAT
Reading initialism(const Cursor& at) {
  if (!at.word(0)) return {};
  const std::string& word = at[0].text;
  const std::size_t apostrophe = word.rfind('\'');
  const std::string elided = apostrophe == std::string::npos ? "" : word.substr(0, apostrophe + 1);
  const std::string stem = word.substr(elided.size());
  if (stem.size() < 2) return {};
  if (!all_capitals(stem)) {
    const bool is_loud_word = upper_case(stem) == stem && to_code_points(stem).size() > 1;
    return is_loud_word ? Reading{{1, lower_case(word)}} : Reading{};
  }
  const bool has_letters = is_in(kLetters, stem);
  constexpr std::size_t kLongest = 8;         // letters that anybody spells
  constexpr std::size_t kLongestSpelled = 5;  // among other words of capitals
  const bool loud = is_loud(at, -2) || is_loud(at, 2) || at.symbol(at.skip_space(1), U'!');
  const bool is_word = is_in(kWords, stem) || stem.size() > kLongest ||
                       (loud && (is_in(kSmallWords, stem) || stem.size() > kLongestSpelled)) ||
                       (!has_letters && stem.size() > 3 && can_be_said(stem));
  if (is_word) return {{1, lower_case(word)}};
  if (elided.empty()) return {{1, '{' + stem + '}'}};
  std::string said = elided + std::string(letter_name(stem[0]));
  return {{1, said.append(" {").append(stem.substr(1)).append("}")}};
}

/// J. Dupont, J.-P. Martin: initials are letters without their full stops.
Reading initial(const Cursor& at) {
  if (!at.word(0) || at[0].text.size() != 1 || !all_capitals(at[0].text) || !at.symbol(1, U'.')) return {};
  const std::ptrdiff_t next = at.symbol(2, U'-') ? 3 : at.skip_space(2);
  if (at.alphanumeric(-1) || !at.capitalised(next)) return {};
  return {{2, '{' + at[0].text + '}'}};
}

constexpr std::array<Rule, 4> kRules = {
    {{"roman ordinal", roman_ordinal}, {"roman", roman}, {"initialism", initialism}, {"initial", initial}}};

}  // namespace

std::span<const Rule> capital_rules() {
  return kRules;
}

}  // namespace driftwave::french
