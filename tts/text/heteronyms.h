#pragma once
/// Words that are spelled alike and said otherwise: "a record" and "to record", "made of lead".
#include <string>
#include <string_view>
#include <vector>

#include "tts/text/token.h"
#include "tts/text/word_context.h"

namespace driftwave {

/// Gives such words of one English sentence the phonemes that their context asks for. Words that have
/// phonemes keep them; where the context does not say, espeak-ng decides.
void resolve_heteronyms(std::vector<Token>& sentence);

/// The phonemes of a word whose readings differ by sense or tense, such as "read" or "bass"; empty where the
/// word has none of these or the context does not say. @param i its place. @param text as it is written.
[[nodiscard]] std::string_view reading_by_sense(const SentenceWords& words, std::ptrdiff_t i,
                                                std::string_view text);

/// The ending of -s, 's and -es after these phonemes.
[[nodiscard]] std::string_view s_ending(std::string_view ipa);

}  // namespace driftwave
