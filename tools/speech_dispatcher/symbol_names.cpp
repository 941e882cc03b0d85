#include "tools/speech_dispatcher/symbol_names.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>

#include "tts/text/rules/lexeme.h"

namespace driftwave {
namespace {

struct Symbol {
  char32_t symbol;
  std::string_view name;
  Punctuation from;  ///< the first mode that names it
};

constexpr std::array kSymbols = {Symbol{U'!', "exclamation", Punctuation::kAll},
                                 Symbol{U'"', "quote", Punctuation::kMost},
                                 Symbol{U'#', "number", Punctuation::kSome},
                                 Symbol{U'$', "dollar", Punctuation::kSome},
                                 Symbol{U'%', "percent", Punctuation::kSome},
                                 Symbol{U'&', "and", Punctuation::kSome},
                                 Symbol{U'\'', "apostrophe", Punctuation::kAll},
                                 Symbol{U'(', "left paren", Punctuation::kMost},
                                 Symbol{U')', "right paren", Punctuation::kMost},
                                 Symbol{U'*', "star", Punctuation::kSome},
                                 Symbol{U'+', "plus", Punctuation::kSome},
                                 Symbol{U',', "comma", Punctuation::kAll},
                                 Symbol{U'-', "dash", Punctuation::kMost},
                                 Symbol{U'.', "dot", Punctuation::kAll},
                                 Symbol{U'/', "slash", Punctuation::kSome},
                                 Symbol{U':', "colon", Punctuation::kMost},
                                 Symbol{U';', "semicolon", Punctuation::kMost},
                                 Symbol{U'<', "less than", Punctuation::kSome},
                                 Symbol{U'=', "equals", Punctuation::kSome},
                                 Symbol{U'>', "greater than", Punctuation::kSome},
                                 Symbol{U'?', "question", Punctuation::kAll},
                                 Symbol{U'@', "at", Punctuation::kSome},
                                 Symbol{U'[', "left bracket", Punctuation::kMost},
                                 Symbol{U'\\', "backslash", Punctuation::kSome},
                                 Symbol{U']', "right bracket", Punctuation::kMost},
                                 Symbol{U'^', "caret", Punctuation::kSome},
                                 Symbol{U'_', "underscore", Punctuation::kSome},
                                 Symbol{U'`', "grave", Punctuation::kMost},
                                 Symbol{U'{', "left brace", Punctuation::kMost},
                                 Symbol{U'|', "bar", Punctuation::kSome},
                                 Symbol{U'}', "right brace", Punctuation::kMost},
                                 Symbol{U'~', "tilde", Punctuation::kSome},
                                 Symbol{U'\u00A7', "section", Punctuation::kSome},
                                 Symbol{U'\u00AB', "left quote", Punctuation::kMost},
                                 Symbol{U'\u00BB', "right quote", Punctuation::kMost},
                                 Symbol{U'\u2013', "en dash", Punctuation::kMost},
                                 Symbol{U'\u2014', "em dash", Punctuation::kMost},
                                 Symbol{U'\u2018', "left quote", Punctuation::kMost},
                                 Symbol{U'\u2019', "apostrophe", Punctuation::kAll},
                                 Symbol{U'\u201C', "left quote", Punctuation::kMost},
                                 Symbol{U'\u201D', "right quote", Punctuation::kMost},
                                 Symbol{U'\u2022', "bullet", Punctuation::kSome},
                                 Symbol{U'\u2026', "ellipsis", Punctuation::kAll},
                                 Symbol{U'\u20AC', "euro", Punctuation::kSome}};

const Symbol* find(char32_t symbol) {
  const auto* const found = std::ranges::find(kSymbols, symbol, &Symbol::symbol);
  return found == kSymbols.end() ? nullptr : found;
}

/// White space, letters, digits, and what belongs to a letter before it.
bool speaks_for_itself(char32_t symbol) {
  const auto c = static_cast<UChar32>(symbol);
  const std::uint32_t category = U_GET_GC_MASK(c);
  return u_isUWhiteSpace(c) || (category & (U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK | U_GC_C_MASK)) != 0;
}

std::string unicode_name(char32_t symbol) {
  std::array<char, 128> name{};
  UErrorCode status = U_ZERO_ERROR;
  const int length = u_charName(static_cast<UChar32>(symbol), U_UNICODE_CHAR_NAME, name.data(),
                                static_cast<int>(name.size()), &status);
  if (U_FAILURE(status) || length <= 0) return "symbol";
  std::string words = lower_case({name.data(), static_cast<std::size_t>(length)});
  std::ranges::replace(words, '-', ' ');
  return words;
}

}  // namespace

std::optional<std::string> symbol_name(char32_t symbol) {
  if (const Symbol* const known = find(symbol)) return std::string(known->name);
  if (speaks_for_itself(symbol)) return std::nullopt;
  return unicode_name(symbol);
}

bool is_named(char32_t symbol, Punctuation mode) {
  if (mode == Punctuation::kNone) return false;
  if (const Symbol* const known = find(symbol)) return known->from <= mode;
  return mode == Punctuation::kAll && !speaks_for_itself(symbol);
}

std::string key_words(std::string_view key) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kKeys = {
      {{"kp", "keypad"},
       {"prior", "page up"},
       {"next", "page down"},
       {"esc", "escape"},
       {"ctrl", "control"},
       {"del", "delete"},
       {"ins", "insert"}}};
  std::string words;
  while (!key.empty()) {
    // "_" parts the keys of a combination; alone, or at the end of one, it is the key itself.
    const std::size_t end = std::min(key.find_first_of("_-", 1), key.size());
    const std::string_view part = key.substr(0, end);
    key.remove_prefix(std::min(end + 1, key.size()));
    if (!words.empty()) words += ' ';
    const auto* const known =
        std::ranges::find(kKeys, part, &std::pair<std::string_view, std::string_view>::first);
    words += known == kKeys.end() ? part : known->second;
  }
  return words;
}

}  // namespace driftwave
