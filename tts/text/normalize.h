#pragma once
/// Written English to the words a reader would say: "$5.20" becomes "five dollars and twenty cents".
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tts/text/lexicon.h"
#include "tts/text/token.h"

namespace driftwave {

/// The words and punctuation of one sentence of valid UTF-8. What cannot be spoken (emoji, ornaments) gives
/// nothing. @param source_offset is added to the offsets in the tokens. @param lexicon comes before all
/// rules; may be null. @param silent gets the signs that no rule gives a sound or a meaning, each once;
/// punctuation, marks of lists, emoji and what cannot be seen are none of them. May be null.
[[nodiscard]] std::vector<Token> normalize_tokens(std::string_view sentence, std::size_t source_offset = 0,
                                                  const Lexicon* lexicon = nullptr,
                                                  std::string* silent = nullptr);

/// For other languages than English: the words as they stand, numbers left to espeak-ng.
[[nodiscard]] std::vector<Token> plain_tokens(std::string_view sentence, std::size_t source_offset = 0,
                                              const Lexicon* lexicon = nullptr,
                                              std::string* silent = nullptr);

/// normalize_tokens() as one line of text.
[[nodiscard]] std::string normalize(std::string_view sentence);

}  // namespace driftwave
