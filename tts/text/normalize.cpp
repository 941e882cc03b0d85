#include "tts/text/normalize.h"

#include <cctype>

namespace driftwave {
namespace {

bool word_byte(char c) {
  const auto b = static_cast<unsigned char>(c);
  return b >= 0x80 || std::isalnum(b) != 0 || c == '\'';
}

}  // namespace

std::vector<Token> normalize_tokens(std::string_view sentence, std::size_t source_offset) {
  std::vector<Token> tokens;
  for (std::size_t i = 0; i < sentence.size();) {
    std::size_t end = i + 1;
    if (word_byte(sentence[i])) {
      while (end < sentence.size() &&
             (word_byte(sentence[end]) ||
              (sentence[end] == '-' && end + 1 < sentence.size() && word_byte(sentence[end + 1])))) {
        ++end;
      }
      std::string word(sentence.substr(i, end - i));
      if (word == "etc") word = "et cetera";
      tokens.push_back({word, source_offset + i, source_offset + end, TokenKind::kWord});
    } else if (std::string_view(",.?!;:").find(sentence[i]) != std::string_view::npos) {
      tokens.push_back(
          {std::string(1, sentence[i]), source_offset + i, source_offset + end, TokenKind::kPunctuation});
    }
    i = end;
  }
  return tokens;
}

std::string normalize(std::string_view sentence) {
  return to_text(normalize_tokens(sentence));
}

}  // namespace driftwave
