#include "tts/text/untrained_symbols.h"

#include <optional>
#include <string_view>
#include <utility>

namespace driftwave {
namespace {

/// Each symbol and what comes nearest; followed until a trained one turns up.
constexpr std::pair<char32_t, char32_t> kNearest[] = {
    // pauses: a shorter or plainer one
    {U'?', U'.'},
    {U'!', U'.'},
    {U'…', U'.'},
    {U'.', U','},
    {U':', U';'},
    {U'—', U','},
    {U';', U','},
    {U'(', U','},
    {U')', U','},
    // stress and length
    {U'ˌ', U'ˈ'},
    {U'ˑ', U'ː'},
    // vowels
    {U'y', U'i'},
    {U'ʏ', U'ɪ'},
    {U'ø', U'ɜ'},
    {U'œ', U'ɜ'},
    {U'ɵ', U'ʊ'},
    {U'ʉ', U'u'},
    {U'ɨ', U'ɪ'},
    {U'ᵻ', U'ɪ'},
    {U'ɪ', U'i'},
    {U'ʊ', U'u'},
    {U'ɯ', U'u'},
    {U'ɤ', U'o'},
    {U'ɒ', U'ɑ'},
    {U'ɑ', U'a'},
    {U'a', U'æ'},
    {U'æ', U'ɛ'},
    {U'ɐ', U'ə'},
    {U'ɘ', U'ə'},
    {U'ə', U'ʌ'},
    {U'ʌ', U'ə'},
    {U'ɚ', U'ə'},
    {U'ɝ', U'ɜ'},
    {U'ɞ', U'ɜ'},
    {U'ɜ', U'ə'},
    {U'ε', U'ɛ'},
    {U'e', U'ɛ'},
    {U'ɛ', U'e'},
    {U'ɶ', U'a'},
    {U'o', U'ɔ'},
    {U'ɔ', U'o'},
    // consonants
    {U'x', U'k'},
    {U'χ', U'x'},
    {U'ħ', U'h'},
    {U'ɦ', U'h'},
    {U'ʕ', U'ʔ'},
    {U'ʔ', U't'},
    {U'ɣ', U'ɡ'},
    {U'ʁ', U'ɹ'},
    {U'ʀ', U'ɹ'},
    {U'r', U'ɹ'},
    {U'ɾ', U'ɹ'},
    {U'ɽ', U'ɹ'},
    {U'ɺ', U'l'},
    {U'ɻ', U'ɹ'},
    {U'ɹ', U'r'},
    {U'ç', U'ʃ'},
    {U'ɕ', U'ʃ'},
    {U'ʑ', U'ʒ'},
    {U'ʒ', U'z'},
    {U'ʃ', U's'},
    {U'ʂ', U'ʃ'},
    {U'ʐ', U'ʒ'},
    {U'c', U'k'},
    {U'ɟ', U'ɡ'},
    {U'ɡ', U'k'},
    {U'ɢ', U'ɡ'},
    {U'q', U'k'},
    {U'ʝ', U'j'},
    {U'ɲ', U'n'},
    {U'ɳ', U'n'},
    {U'ɴ', U'ŋ'},
    {U'ŋ', U'n'},
    {U'ɱ', U'm'},
    {U'ʎ', U'l'},
    {U'ɭ', U'l'},
    {U'ɫ', U'l'},
    {U'ɬ', U'l'},
    {U'ʟ', U'l'},
    {U'β', U'v'},
    {U'ʋ', U'v'},
    {U'ɸ', U'f'},
    {U'ɰ', U'w'},
    {U'ʍ', U'w'},
    {U'ɥ', U'j'},
    {U'θ', U's'},
    {U'ð', U'z'},
    {U'ʈ', U't'},
    {U'ɖ', U'd'},
    {U'ɓ', U'b'},
    {U'ɗ', U'd'},
    {U'ɠ', U'ɡ'},
};

constexpr int kLongestChain = 5;

std::optional<SymbolId> nearest(SymbolId id) {
  for (const auto& [from, to] : kNearest) {
    if (symbol_id(from) == id) return symbol_id(to);
  }
  return std::nullopt;
}

bool usable(SymbolId id, const std::vector<bool>& trained) {
  const auto index = static_cast<std::size_t>(id);
  return id <= kSpaceId || (index < trained.size() && trained[index]);
}

std::optional<SymbolId> substitute(SymbolId id, const std::vector<bool>& trained) {
  std::optional<SymbolId> candidate = id;
  for (int i = 0; i <= kLongestChain && candidate; ++i) {
    if (usable(*candidate, trained)) return candidate;
    candidate = nearest(*candidate);
  }
  return std::nullopt;
}

}  // namespace

void replace_untrained_symbols(PhonemeSequence& sequence, const std::vector<bool>& trained) {
  std::vector<SymbolId> kept;
  std::vector<std::size_t> moved(sequence.ids.size() + 1);
  for (std::size_t i = 0; i < sequence.ids.size(); ++i) {
    moved[i] = kept.size();
    if (const auto id = substitute(sequence.ids[i], trained)) {
      kept.push_back(*id);
    } else {
      ++sequence.dropped_symbols;
    }
  }
  moved.back() = kept.size();
  sequence.ids = std::move(kept);
  for (WordSpan& word : sequence.words) {
    word.first_id = moved[word.first_id];
    word.end_id = moved[word.end_id];
  }
  std::erase_if(sequence.words, [](const WordSpan& word) { return word.first_id == word.end_id; });
}

}  // namespace driftwave
