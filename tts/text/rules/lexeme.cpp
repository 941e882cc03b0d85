#include "tts/text/rules/lexeme.h"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "engine/core/error.h"
#include "tts/text/phonetic_alphabets.h"

namespace driftwave {
namespace {

using Kind = Lexeme::Kind;

struct Character {
  UChar32 code = -1;  // -1 past the end
  std::size_t length = 0;
};

Character character_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return {};
  const auto window = static_cast<std::int32_t>(std::min<std::size_t>(text.size() - at, 4));
  std::int32_t step = 0;
  UChar32 code = 0;
  U8_NEXT(reinterpret_cast<const std::uint8_t*>(text.data()) + at, step, window, code);
  return {code < 0 ? 0xFFFD : code, static_cast<std::size_t>(step)};
}

bool is_letter(UChar32 c) {
  return u_isalpha(c) != 0 && c != 0xBA && c != 0xAA;  // º and ª are degree and ordinal marks in practice
}
bool is_mark(UChar32 c) {
  return (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0 && !(c >= 0xFE00 && c <= 0xFE0F);
}
bool is_apostrophe(UChar32 c) {
  return c == '\'' || c == 0x2019 || c == 0x02BC;
}
bool is_subscript(UChar32 c) {  // H₂O is H2O
  return c >= 0x2080 && c <= 0x2089;
}
bool is_digit(UChar32 c) {
  return c >= 0 && (u_charType(c) == U_DECIMAL_DIGIT_NUMBER || is_subscript(c));
}
bool is_space(UChar32 c) {
  return c >= 0 && (u_isUWhiteSpace(c) != 0 || c == 0x200B);
}

/// Words that begin with an apostrophe, which is otherwise a quotation mark.
bool clipped_word(std::string_view text, std::size_t at) {
  static constexpr std::array<std::string_view, 8> kClipped = {"em",    "tis",  "twas",  "til",
                                                               "cause", "bout", "round", "twere"};
  return std::any_of(kClipped.begin(), kClipped.end(), [&](std::string_view word) {
    if (text.substr(at, word.size()) != word) return false;
    const UChar32 next = character_at(text, at + word.size()).code;
    return next < 0 || (!is_letter(next) && !is_apostrophe(next));
  });
}

std::string compose(std::string_view raw) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(status);
  if (U_FAILURE(status) != 0) throw Error("cut_lexemes: ICU: {}", u_errorName(status));
  const auto source = icu::UnicodeString::fromUTF8({raw.data(), static_cast<std::int32_t>(raw.size())});
  std::string composed;
  nfkc->normalize(source, status).toUTF8String(composed);
  return composed;
}

bool ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Letters, their marks, and apostrophes between letters; `at` is a letter or the apostrophe of 'em.
Lexeme cut_word(std::string_view text, std::size_t at) {
  std::string raw;
  std::size_t i = at;
  for (Character c = character_at(text, i); c.code >= 0; c = character_at(text, i)) {
    const bool inside =
        is_apostrophe(c.code) && (i == at || is_letter(character_at(text, i + c.length).code));
    if (!is_letter(c.code) && !is_mark(c.code) && !inside) break;
    if (inside) {
      raw += '\'';
    } else {
      raw += text.substr(i, c.length);
    }
    i += c.length;
  }
  Lexeme word{Kind::kWord, ascii(raw) ? raw : compose(raw), "", 0, at, i};
  word.lower = lower_case(word.text);
  return word;
}

Lexeme cut_digits(std::string_view text, std::size_t at) {
  Lexeme digits{Kind::kDigits, "", "", 0, at, at};
  for (Character c = character_at(text, at); is_digit(c.code); c = character_at(text, digits.end)) {
    digits.text +=
        static_cast<char>('0' + (is_subscript(c.code) ? c.code - 0x2080 : u_charDigitValue(c.code)));
    digits.end += c.length;
  }
  digits.lower = digits.text;
  return digits;
}

Lexeme cut_one(std::string_view text, std::size_t at) {
  const Character c = character_at(text, at);
  if (is_space(c.code)) {
    std::size_t end = at;
    while (is_space(character_at(text, end).code)) end += character_at(text, end).length;
    return {Kind::kSpace, " ", " ", 0, at, end};
  }
  if (text.substr(at, 2) == "[[") {
    const std::size_t close = text.find("]]", at + 2);
    if (close != std::string_view::npos) {
      const std::string inside = plain_ipa(text.substr(at + 2, close - at - 2));
      return {Kind::kIpa, inside, inside, 0, at, close + 2};
    }
  }
  if (is_digit(c.code)) return cut_digits(text, at);
  if (is_letter(c.code)) return cut_word(text, at);
  if (is_apostrophe(c.code) && clipped_word(text, at + c.length)) return cut_word(text, at);
  const std::string raw(text.substr(at, c.length));
  const auto plain = static_cast<char32_t>(is_apostrophe(c.code) ? '\'' : c.code);
  return {Kind::kSymbol, raw, raw, plain, at, at + c.length};
}

}  // namespace

std::string lower_case(const std::string& word) {
  std::string lower;
  if (ascii(word)) {  // nearly every word, without ICU's detour
    lower = word;
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return lower;
  }
  icu::UnicodeString::fromUTF8(word).toLower(icu::Locale::getRoot()).toUTF8String(lower);
  return lower;
}

std::string upper_case(const std::string& word) {
  std::string upper;
  if (ascii(word)) {
    upper = word;
    for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return upper;
  }
  icu::UnicodeString::fromUTF8(word).toUpper(icu::Locale::getRoot()).toUTF8String(upper);
  return upper;
}

std::vector<Lexeme> cut_lexemes(std::string_view sentence) {
  std::vector<Lexeme> lexemes;
  for (std::size_t i = 0; i < sentence.size(); i = lexemes.back().end)
    lexemes.push_back(cut_one(sentence, i));
  return lexemes;
}

const Lexeme Cursor::kPastTheEnds;

Cursor Cursor::moved(std::ptrdiff_t n) const {
  return {lexemes_, static_cast<std::size_t>(static_cast<std::ptrdiff_t>(at_) + n)};
}

bool Cursor::symbol_of(std::ptrdiff_t n, std::u32string_view set) const {
  const char32_t c = (*this)[n].symbol;
  return c != 0 && set.find(c) != std::u32string_view::npos;
}

bool Cursor::capitalised(std::ptrdiff_t n) const {
  return word(n) && begins_with_capital((*this)[n].text);
}

std::ptrdiff_t Cursor::count_in_sentence(char32_t c) const {
  return std::count_if(lexemes_.begin(), lexemes_.end(),
                       [c](const Lexeme& lexeme) { return lexeme.symbol == c; });
}

bool begins_with_capital(std::string_view word) {
  const UChar32 first = character_at(word, 0).code;
  return first >= 0 && u_isupper(first) != 0;
}

bool all_capitals(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

}  // namespace driftwave
