#include "tts/text/token.h"

namespace driftwave {

std::string to_text(const std::vector<Token>& tokens) {
  std::string line;
  for (const Token& token : tokens) {
    if (!line.empty() && token.kind != TokenKind::kPunctuation) line += ' ';
    line += token.kind == TokenKind::kIpa ? "[[" + token.text + "]]" : token.text;
  }
  return line;
}

}  // namespace driftwave
