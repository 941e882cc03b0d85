#include "tts/text/latin.h"

#include <unicode/translit.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "engine/core/error.h"
#include "tts/text/utf8.h"

namespace driftwave {
namespace {

/// Russian letters as English writes them, from а to я, then ё; й goes with the vowel before it.
constexpr std::array<std::string_view, 32> kRussian = {
    "a", "b", "v", "g", "d", "e", "zh", "z",  "i",  "i",    "k", "l", "m", "n", "o",  "p",
    "r", "s", "t", "u", "f", "h", "ts", "ch", "sh", "shch", "",  "y", "",  "e", "yu", "ya"};

std::string_view russian(char32_t c) {
  if (c >= U'а' && c <= U'я') return kRussian[c - U'а'];
  if (c >= U'А' && c <= U'Я') return kRussian[c - U'А'];
  return c == U'ё' || c == U'Ё' ? "yo" : "";
}

bool is_russian(char32_t c) {
  return (c >= U'А' && c <= U'я') || c == U'ё' || c == U'Ё';
}

std::string from_russian(std::u32string_view word) {
  std::string latin;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const bool ending = i + 2 == word.size() && (word[i + 1] == U'й' || word[i + 1] == U'Й') &&
                        (word[i] == U'и' || word[i] == U'ы');
    latin += ending ? "y" : russian(word[i]);
    if (ending) break;
    if (i == 0 && word[i] >= U'А' && word[i] <= U'Я' && !latin.empty())
      latin[0] = static_cast<char>(latin[0] - 'a' + 'A');
  }
  return latin;
}

bool is_latin(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(static_cast<UChar32>(c), &status);
  return script == USCRIPT_LATIN || script == USCRIPT_COMMON || script == USCRIPT_INHERITED;
}

bool is_han(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  return uscript_getScript(static_cast<UChar32>(c), &status) == USCRIPT_HAN;
}

/// The few letters past Latin-1 that espeak-ng's English reads as their writers mean them.
bool is_readable_past_latin_1(char32_t c) {
  return std::u32string_view(U"ČčŠšŽžŞş").find(c) != std::u32string_view::npos;
}

bool is_readable(char32_t c) {
  return c < 0x80 || (c >= 0xC0 && c <= 0xFF && c != U'Ð' && c != U'Þ' && c != U'þ' && c != U'ð') ||
         is_readable_past_latin_1(c);
}

/// Building one takes milliseconds, and using one changes it: each thread has its own.
std::string transliterate(const icu::Transliterator* rules, const std::string& word) {
  icu::UnicodeString text = icu::UnicodeString::fromUTF8(word);
  rules->transliterate(text);
  std::string latin;
  text.toUTF8String(latin);
  std::erase_if(latin, [](char c) { return c != '\'' && (c < 'A' || (c > 'Z' && c < 'a') || c > 'z'); });
  return latin;
}

std::unique_ptr<icu::Transliterator> make(const char* id) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::Transliterator> made(icu::Transliterator::createInstance(id, UTRANS_FORWARD, status));
  if (made == nullptr) throw Error("normalize: ICU: {}", u_errorName(status));
  return made;
}

/// Letters that stay are taken out of reach of the folding, one by one.
std::string folded(const std::u32string& word) {
  thread_local const std::unique_ptr<icu::Transliterator> to_ascii = make("Latin-ASCII");
  std::string latin;
  for (const char32_t c : word) {
    std::string letter;
    append_utf8(letter, c);
    // Half rings and the like change a letter's sound in languages that English does not imitate.
    const bool modifier = c >= 0x2B0 && c <= 0x2FF;
    if (!modifier)
      latin += is_readable_past_latin_1(c) || c < 0x80 ? letter : transliterate(to_ascii.get(), letter);
  }
  return latin;
}

/// ICU looks through a hundred rules for each ideograph, five times as long as prose of its length takes; a
/// text repeats its own.
const std::string& han_in_latin(char32_t ideograph) {
  constexpr std::size_t kMost = 30'000;
  thread_local const std::unique_ptr<icu::Transliterator> rules = make("Han-Latin; Latin-ASCII");
  thread_local std::unordered_map<char32_t, std::string> known;
  if (known.size() >= kMost) known.clear();
  const auto [entry, is_new] = known.try_emplace(ideograph);
  if (is_new) {
    std::string letter;
    append_utf8(letter, ideograph);
    entry->second = transliterate(rules.get(), letter);
  }
  return entry->second;
}

/// Ideographs one by one, and what stands between them.
std::string with_ideographs(std::u32string_view word) {
  std::string latin;
  std::string between;
  for (const char32_t c : word) {
    if (!is_han(c)) {
      append_utf8(between, c);
      continue;
    }
    latin += in_latin_letters(std::exchange(between, ""));
    latin += han_in_latin(c);
  }
  return latin + in_latin_letters(between);
}

/// Coöperate, reëntry: the dots part two vowels, as English spelling without them does.
bool parts_vowels(std::u32string_view word) {
  for (const std::u32string_view prefix : {U"oö", U"eë", U"oë"}) {
    const std::size_t at = word.find(prefix);
    if (at == 0 || at > 3) continue;
    const std::u32string_view before = word.substr(0, at + 1);
    for (const std::u32string_view known : {U"co", U"Co", U"re", U"Re", U"pre", U"Pre", U"zo", U"Zo"}) {
      if (before == known && word.size() > at + 3) return true;
    }
  }
  return false;
}

}  // namespace

std::string in_latin_letters(const std::string& word) {
  if (std::all_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
    return word;
  const std::u32string points = to_code_points(word);
  if (parts_vowels(points)) return folded(points);
  if (std::all_of(points.begin(), points.end(), is_readable)) return word;
  if (std::all_of(points.begin(), points.end(), is_russian)) return from_russian(points);
  if (std::all_of(points.begin(), points.end(), is_latin)) return folded(points);
  if (std::any_of(points.begin(), points.end(), is_han)) return with_ideographs(points);
  thread_local const std::unique_ptr<icu::Transliterator> to_latin = make("Any-Latin; Latin-ASCII");
  return transliterate(to_latin.get(), word);
}

}  // namespace driftwave
