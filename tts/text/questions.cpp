#include "tts/text/questions.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>

#include "tts/text/rules/lexeme.h"

namespace driftwave {
namespace {

constexpr std::array kAskingWords =
    std::to_array<std::string_view>({"who", "who's", "whom", "whose", "what", "what's", "when", "when's",
                                     "where", "where's", "which", "why", "why's", "how", "how's"});
/// What may stand before the word that asks.
constexpr std::array kBeforeAsking = std::to_array<std::string_view>(
    {"and",  "but",   "so",    "or",   "well", "then", "now",  "yes",  "no",      "oh",    "about",
     "at",   "by",    "for",   "from", "in",   "into", "of",   "on",   "through", "to",    "under",
     "with", "until", "since", "upon", "over", "okay", "just", "near", "off",     "after", "sorry"});

bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

}  // namespace

bool rises_at_end(const std::vector<Token>& sentence) {
  const auto mark = std::find_if(sentence.rbegin(), sentence.rend(), [](const Token& token) {
    return token.kind == TokenKind::kPunctuation && token.text != "—" && token.text != ",";
  });
  if (mark == sentence.rend() || mark->text != "?") return false;
  bool opening = true;
  for (const Token& token : sentence) {
    if (token.kind != TokenKind::kWord) continue;
    const std::string word = lower_case(token.text);
    if (word == "or") return false;
    if (opening && is_one_of(word, kAskingWords)) return false;
    opening = opening && is_one_of(word, kBeforeAsking);
  }
  return true;
}

std::optional<std::size_t> begin_of_rise(const PhonemeSequence& phonemes) {
  if (phonemes.words.empty()) return std::nullopt;
  const SymbolId stress = symbol_id(U'ˈ').value();
  for (std::size_t i = phonemes.ids.size(); i-- > 0;)
    if (phonemes.ids[i] == stress && i + 1 < phonemes.ids.size()) return i + 1;
  return phonemes.words.back().first_id;
}

}  // namespace driftwave
