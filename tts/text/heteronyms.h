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

/// The phonemes of a word in small letters whose part of speech is known ("VB", "VBD", "NN", "JJ" as the Penn
/// Treebank tags them); empty where it has one reading or the tag says nothing.
[[nodiscard]] std::string_view reading_by_tag(std::string_view word, std::string_view tag);

/// The ending of -s, 's and -es after these phonemes.
[[nodiscard]] std::string_view s_ending(std::string_view ipa);

}  // namespace driftwave
