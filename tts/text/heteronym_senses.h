#pragma once
/// Heteronyms whose part of speech does not decide alone.
#include <cstddef>
#include <string_view>

#include "tts/text/word_context.h"

namespace driftwave {

/// The phonemes of a word whose readings differ by sense or tense, such as "read" or "bass"; empty where the
/// word has none of these or the context does not say. @param i its place. @param text as it is written.
[[nodiscard]] std::string_view reading_by_sense(const SentenceWords& words, std::ptrdiff_t i,
                                                std::string_view text);

/// The same for nouns and adjectives alone.
[[nodiscard]] std::string_view noun_by_sense(const SentenceWords& words, std::ptrdiff_t i,
                                             std::string_view text);

}  // namespace driftwave
