/// Roman numerals, and words of capitals: letter by letter (NS, ANWB), as a word (NAVO), or loud (LET OP).
#include <algorithm>
#include <array>

#include "tts/text/dutch/rules.h"
#include "tts/text/dutch/words.h"
#include "tts/text/utf8.h"

namespace driftwave::dutch {
namespace {

constexpr std::string_view kWords =
    " NAVO NATO UNO UNESCO UNICEF NASA ESA FIFA UEFA AIDS OPEC HEMA IKEA HAVO MAVO VMBO COVID SARS HORECA "
    "NEN PIN "
    "TOM BOA RIVM VARA AVRO TROS VISA RAM ROM LAN SIM VUT BOM WAO ARBO CITO MULO LTO VOC NUON AOW SOS ";
constexpr std::string_view kLetters = " VMBO RIVM WAO LTO VOC AOW SOS BTW ANWB KNMI GGD HBO WK EK ";
constexpr std::string_view kSmallWords =
    " DE HET EEN EN IS IN OP AAN TE VAN VOOR MET NIET GEEN ER HIJ ZE WE IK JE U NU NOG MAAR ZO JA NEE LET "
    "UIT OM "
    "BIJ DIT DAT ALS OOK NIEUW STOP START HIER DOOR NAAR ALLE ";
constexpr std::string_view kMixed = " BV NV bv nv btw dvd wc PvdA ";

bool in_capitals(std::string_view word) {
  return word.size() > 1 && all_capitals(word);
}

bool is_loud(const Cursor& at, std::ptrdiff_t n) {
  return at.word(n) && in_capitals(at[n].text);
}

/// Whether Dutch could say it: vowels, and never more than three consonants in a row.
bool can_be_said(std::string_view word) {
  std::size_t row = 0;
  std::size_t vowels = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const bool is_vowel = std::string_view("AEIOUY").find(word[i]) != std::string_view::npos;
    row = is_vowel ? 0 : row + 1;
    vowels += is_vowel ? 1 : 0;
    if (row > 3 || (row > 2 && i < 3)) return false;
  }
  return vowels > 0;
}

/// Willem III is "de derde"; hoofdstuk IV is "vier".
Reading roman(const Cursor& at) {
  static constexpr std::string_view kCounted =
      " hoofdstuk deel band bijlage klasse type fase artikel groep akte boek tabel titel wereldoorlog ";
  static constexpr std::string_view kPlaces = " Apollo Route Zone Plan Versie ";
  if (!at.word(0) || !at.gap(-1)) return {};
  const int value = roman_number(at[0].text);
  if (value == 0 || at.symbol_of(1, U"-'&") || at.digits(1)) return {};
  const std::string& before = at[-2].text;
  if (is_in(kCounted, lower_case(before)) || is_in(kPlaces, before))
    return {{1, cardinal(std::to_string(value))}};
  const bool after_name = at.space(-1) && at.capitalised(-2) && !in_capitals(before) && before.size() > 2;
  const bool one_letter = at[0].text.size() == 1;
  static constexpr std::string_view kRulers =
      " Karel Filips Hendrik Lodewijk Johannes Pius Paulus Gregorius ";
  if (is_in(kRulers, before)) return {{1, "de " + ordinal(value)}};
  if (after_name && !opens_sentence(before) && !(one_letter && (at.symbol(1, U'.') || at[0].text != "I")))
    return {{1, "de " + ordinal(value)}};
  if (one_letter || !at.space(-1)) return {};
  return {{1, cardinal(std::to_string(value))}};
}

Reading initialism(const Cursor& at) {
  if (!at.word(0)) return {};
  const std::string& word = at[0].text;
  const bool plural = word.size() > 2 && (word.ends_with("'s") || word.ends_with('s'));
  const std::string stem =
      plural ? word.substr(0, word.find_last_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") + 1) : word;
  if (is_in(kMixed, word)) {
    std::string letters = word;
    for (char& c : letters) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return {{1, '{' + letters + '}'}};
  }
  if (!in_capitals(stem)) return {};
  if (stem.size() + 2 < word.size() || (plural && stem.size() == word.size())) return {};
  const bool has_letters = is_in(kLetters, stem);
  if (is_in(kWords, stem) && !has_letters) return {{1, lower_case(stem)}};
  const bool loud = is_loud(at, -2) || is_loud(at, 2);
  if (!plural && is_in(kSmallWords, stem) && (loud || stem.size() > 3 || at.symbol(1, U'!')))
    return {{1, lower_case(word)}};
  constexpr std::size_t kLongest = 8;  // letters that anybody spells
  if (stem.size() > kLongest) return {{1, lower_case(word)}};
  if (!has_letters && can_be_said(stem) && stem.size() > 3) return {{1, lower_case(word)}};
  return {{1, '{' + stem + (plural ? "s}" : "}")}};
}

/// J.S. Bach, A. de Vries: initials are letters without their full stops.
Reading initial(const Cursor& at) {
  if (!at.word(0) || at[0].text.size() != 1 || !all_capitals(at[0].text) || !at.symbol(1, U'.')) return {};
  const std::ptrdiff_t next = at.skip_space(2);
  const bool name_follows = at.capitalised(next) || is_in(" de van den der het ten ter 't ", at[next].text);
  if (at.alphanumeric(-1) || !name_follows) return {};
  return {{2, '{' + at[0].text + '}'}};
}

constexpr std::array<Rule, 3> kRules = {{{"roman", roman}, {"initialism", initialism}, {"initial", initial}}};

}  // namespace

std::span<const Rule> capital_rules() {
  return kRules;
}

}  // namespace driftwave::dutch
