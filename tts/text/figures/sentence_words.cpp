#include "tts/text/figures/sentence_words.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <string>

#include "tts/text/figures/figures.h"
#include "tts/text/utf8.h"

namespace driftwave {
namespace {

constexpr std::array<std::string_view, 16> kOpening = {" ", "\t", "\n", "\r", "\"", "'", "(",      "[",
                                                       "„", "“",  "»",  "«",  "‹",  "›", "\u00A0", "\u202F"};

std::string_view past_opening(std::string_view text) {
  for (bool found = true; found;) {
    found = false;
    for (const std::string_view mark : kOpening) {
      if (!text.starts_with(mark)) continue;
      text.remove_prefix(mark.size());
      found = true;
    }
  }
  return text;
}

}  // namespace

std::string_view first_word(std::string_view text) {
  text = past_opening(text);
  return text.substr(0, text.find_first_of(" \t\r\n\f\v,.?!;:)\"'"));
}

std::string_view last_word(std::string_view text) {
  while (!text.empty() && kTextSpace.find(text.back()) != std::string_view::npos) text.remove_suffix(1);
  const std::size_t before = text.find_last_of(" \t\r\n\f\v(\"[");
  if (before != std::string_view::npos) text.remove_prefix(before + 1);
  return past_opening(text);
}

bool small_letter_follows(std::string_view after) {
  const std::u32string points = to_code_points(past_opening(after).substr(0, 4));
  return !points.empty() && u_islower(static_cast<UChar32>(points.front())) != 0;
}

std::string_view trim_wide_spaces(std::string_view text) {
  while (text.ends_with("\u00A0") || text.ends_with("\u202F"))
    text.remove_suffix(text.ends_with("\u00A0") ? 2 : 3);
  return text;
}

bool is_one_letter(std::string_view word) {
  if (word.empty() || word.size() > 4) return false;
  const std::u32string points = to_code_points(word);
  return points.size() == 1 && u_isalpha(static_cast<UChar32>(points.front())) != 0;
}

bool asks_for_yes_or_no(const std::vector<Token>& sentence, const QuestionWords& words) {
  const auto mark = std::find_if(sentence.rbegin(), sentence.rend(), [](const Token& token) {
    return token.kind == TokenKind::kPunctuation && token.text != "—" && token.text != ",";
  });
  if (mark == sentence.rend() || mark->text != "?") return false;
  bool opening = true;
  for (const Token& token : sentence) {
    if (token.kind != TokenKind::kWord) continue;
    const std::string word = lower_case(token.text);
    if (word == words.or_ && &token != &sentence.front()) return false;
    const bool elided = !words.elided_asking.empty() && word.starts_with(words.elided_asking);
    if (opening && (elided || is_in(words.asking, word))) return false;
    opening = opening && is_in(words.before_asking, word);
  }
  return true;
}

}  // namespace driftwave
