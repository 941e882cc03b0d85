/// Words of capitals: letter by letter (USA, GmbH), as a word (NATO), or loud (ACHTUNG).
#include <algorithm>
#include <array>

#include "tts/text/german/rules.h"
#include "tts/text/german/words.h"
#include "tts/text/utf8.h"

namespace driftwave::german {
namespace {

/// Mixed letters that are spelled, apart by spaces.
constexpr std::string_view kSpelled =
    " GmbH KGaA AöR eG PKW Pkw LKW Lkw Kfz ADAC ADHS AfD HTML HTTP BRD DDR GEZ MwSt OHG PhD ";
constexpr std::string_view kWords =
    " NATO UNO UNESCO UNICEF AIDS NASA ESA FIFA UEFA DAX PISA OPEC COVID PIN TAN ASEAN IKEA EDEKA REWE DIN "
    "RAM "
    "BAMF LIDL ALDI HARIBO OSRAM ASTA APO SIM SARS SWIFT UNHCR FIAT SEAT VISA BAFÖG JUSO TASS GEMA SCHUFA "
    "LAN "
    "ROM GAU TOP NOK IRA ETA SALT ";
constexpr std::string_view kSmallWords =
    " DER DIE DAS DEN DEM DES UND IST IN IM AM AN ZU VON MIT AUF FÜR NICHT EIN EINE ES ER SIE WIR ICH DU JA "
    "NEIN "
    "SO DA NUR NOCH BITTE HALT STOP OHNE AUS BEI UM BIS WAS WER WIE NEU ";
constexpr std::u32string_view kVowels = U"AEIOUÄÖÜY";

bool is_capital(char32_t c) {
  return (c >= U'A' && c <= U'Z') || c == U'Ä' || c == U'Ö' || c == U'Ü';
}

bool in_capitals(std::u32string_view word) {
  return !word.empty() && std::ranges::all_of(word, is_capital);
}

bool loud_beside(const Cursor& at, std::ptrdiff_t n) {
  if (!at.word(n)) return false;
  const std::u32string word = to_code_points(at[n].text);
  return word.size() > 1 && in_capitals(word);
}

/// Whether German could say it: vowels, and never more than three consonants in a row.
bool can_be_said(std::u32string_view word) {
  std::size_t row = 0;
  std::size_t vowels = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const bool is_vowel = kVowels.find(word[i]) != std::u32string_view::npos;
    row = is_vowel ? 0 : row + 1;
    vowels += is_vowel ? 1 : 0;
    if (row > 3 || (row > 2 && i < 3)) return false;
  }
  return vowels > 0;
}

std::string letters(const std::string& word) {
  std::string upper;
  const bool plural = word.size() > 2 && word.ends_with('s');
  for (const char32_t c : to_code_points(plural ? word.substr(0, word.size() - 1) : word)) {
    const char32_t capital = c >= U'a' && c <= U'z' ? c - U'a' + U'A'
                             : c == U'ä'            ? U'Ä'
                             : c == U'ö'            ? U'Ö'
                             : c == U'ü'            ? U'Ü'
                                                    : c;
    append_utf8(upper, capital);
  }
  return '{' + upper + (plural ? "s}" : "}");
}

Reading initialism(const Cursor& at) {
  if (!at.word(0)) return {};
  const std::string& word = at[0].text;
  const bool plural = word.size() > 2 && word.ends_with('s');
  const std::string stem = plural ? word.substr(0, word.size() - 1) : word;
  if (stem == "TÜV") return {{1, "tüff"}};
  if (is_in(kSpelled, stem)) return {{1, letters(word)}};
  const std::u32string points = to_code_points(stem);
  if (points.size() < 2 || !in_capitals(points)) return {};
  if (is_in(kWords, stem)) return {{1, lower_case(stem)}};
  const bool is_loud = loud_beside(at, -2) || loud_beside(at, 2) || (at.symbol(1, U'!') && points.size() > 3);
  if (is_in(kSmallWords, stem) && (is_loud || points.size() > 3)) return {{1, lower_case(word)}};
  constexpr std::size_t kLongest = 8;  // letters that anybody spells
  if (points.size() > kLongest || (points.size() > 3 && can_be_said(points))) return {{1, lower_case(word)}};
  if (roman_number(word) > 0 && points.size() > 1) return {};
  return {{1, letters(word)}};
}

/// J. S. Bach: initials are letters without their full stops.
Reading initial(const Cursor& at) {
  const std::u32string points = to_code_points(at[0].text);
  if (!at.word(0) || points.size() != 1 || !in_capitals(points) || !at.symbol(1, U'.')) return {};
  const std::ptrdiff_t next = at.skip_space(2);
  if (at.alphanumeric(-1) || !at.capitalised(next)) return {};
  return {{2, letters(at[0].text)}};
}

constexpr std::array<Rule, 2> kRules = {{{"initialism", initialism}, {"initial", initial}}};

}  // namespace

std::span<const Rule> capital_rules() {
  return kRules;
}

}  // namespace driftwave::german
