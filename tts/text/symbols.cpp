#include "tts/text/symbols.h"

#include <algorithm>
#include "engine/core/error.h"
#include "tts/text/utf8.h"

namespace driftwave {
namespace {

// Append only: a symbol's position is its id in every trained model.
constexpr std::u32string_view kSymbols =
    U"_^$ "                       // 0: pad, begin, end, word boundary
    U",.?!;:…—\"()“”«»¿¡-"        // 4: pauses
    U"ˈˌːˑ"                       // 22: stress and length
    U"abcdefhijklmnopqrstuvwxyz"  // 26: Latin letters; g is ɡ below
    U"æçðøħŋœɐɑɒɓɔɕɖɗɘəɚɛɜɝɞɟɡɠɢɣɤɥɦɧɨɪɫɬɭɮɯɰɱɲɳɴɵɶɸɹɺɻɽɾʀʁʂʃʄʈʉʊʋʌʍʎʏʐʑʒʔʕʘʙʛʜʝʟʡʢ"  // 51
    U"ǀǁǂǃⱱᵻᵊβθχε"  // clicks, flap, reduced vowels, Greek letters of the IPA
    U"ʰʱʲʷˠˤʼ˞ⁿˡ"   // modifiers
    U"\u0303\u0325\u030A\u0329\u032F\u032A\u0324\u0330\u0306\u0308\u031A\u0361"  // combining marks
    U"˥˦˧˨˩↑↓→"                                                                  // tones
    ;

// Spellings that mean a symbol of the table.
constexpr std::pair<char32_t, char32_t> kAliases[] = {{U'g', U'ɡ'}, {U'\'', U'ˈ'}, {U'’', U'ˈ'},
                                                      {U'ɩ', U'ɪ'}, {U'ɷ', U'ʊ'},  {U'–', U'—'}};

bool pause(char32_t c) {
  return std::u32string_view(U",.?!;:…—\"()“”«»¿¡").find(c) != std::u32string_view::npos;
}

struct Table {
  std::vector<std::string> texts;
  std::vector<bool> pauses;
  std::vector<SymbolId> ids;  ///< by code point; kNoSymbol where there is none

  static constexpr SymbolId kNoSymbol = -1;

  Table() : ids(std::size_t{std::ranges::max(kSymbols)} + 1, kNoSymbol) {
    for (const char32_t c : kSymbols) {
      const auto id = static_cast<SymbolId>(texts.size());
      append_utf8(texts.emplace_back(), c);
      pauses.push_back(pause(c));
      if (id >= kSpaceId) ids.at(c) = id;
    }
    for (const auto& [from, to] : kAliases) {
      if (ids.at(from) == kNoSymbol) ids.at(from) = ids.at(to);
    }
  }
};

const Table& table() {
  static const Table instance;
  return instance;
}

}  // namespace

std::size_t symbol_count() {
  return table().texts.size();
}

std::string_view symbol_text(SymbolId id) {
  if (id < 0 || static_cast<std::size_t>(id) >= symbol_count()) {
    throw Error("symbol_text: want an id in 0..{}, got {}", symbol_count() - 1, id);
  }
  return table().texts[static_cast<std::size_t>(id)];
}

std::optional<SymbolId> symbol_id(char32_t code_point) {
  const std::vector<SymbolId>& ids = table().ids;
  if (code_point >= ids.size() || ids[code_point] == Table::kNoSymbol) return std::nullopt;
  return ids[code_point];
}

bool is_punctuation(SymbolId id) {
  return id >= 0 && static_cast<std::size_t>(id) < symbol_count() &&
         table().pauses[static_cast<std::size_t>(id)];
}

std::string symbols_to_text(std::span<const SymbolId> ids) {
  std::string text;
  for (const SymbolId id : ids) {
    if (id >= kSpaceId) text += symbol_text(id);
  }
  return text;
}

}  // namespace driftwave
