#pragma once
/// Words of an SSML document that are said by other rules than the voice's. Private to tts/ssml.cpp and its
/// tests.
#include <string>

#include "tts/source_map.h"
#include "tts/text/lexicon.h"

namespace driftwave {

/// What is to be said, and where it stands in the document.
struct SsmlText {
  std::string said;
  SourceMap source;
};

/// Words that the lexicon has become their phonemes, as [[ipa]], or its words; all else stays.
[[nodiscard]] SsmlText said_by_lexicon(const SsmlText& text, const Lexicon& lexicon);

/// Words become the phonemes, as [[ipa]], that espeak-ng gives them in a language ("fr-FR"); what is between
/// them stays. @throws Error when espeak-ng lacks the language.
[[nodiscard]] SsmlText said_in_language(const SsmlText& text, const std::string& language);

}  // namespace driftwave
