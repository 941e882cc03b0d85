#pragma once
/// What a text or document will sound like, without the sound.
#include <string>
#include <string_view>
#include <vector>

#include "tts/passage_reader.h"
#include "tts/source_map.h"
#include "tts/ssml.h"
#include "tts/text/front_end.h"

namespace driftwave {

/// A sentence as it will be said, and where its words stand in the document.
struct LocatedSentence {
  SpokenSentence spoken;
  std::vector<std::string> words;    ///< as they were written
  std::vector<SourceRange> sources;  ///< of the sentence, then of its words
};

/// Where the words of a passage stand.
struct WrittenSource {
  const SourceMap& map;            ///< from the passage's text to the document
  std::string_view document = {};  ///< of which words that are given as phonemes are shown; empty for none
};

/// @param spoken what the front end made of `passage`.
[[nodiscard]] LocatedSentence locate(SpokenSentence spoken, const Passage& passage,
                                     const WrittenSource& source);

/// The sentences of a document in order; none for segments without anything to say.
/// @param document see WrittenSource. Thread: any.
[[nodiscard]] std::vector<LocatedSentence> read_segments(const TextFrontEnd& front_end,
                                                         std::vector<SsmlSegment> segments,
                                                         std::string_view document = {});

}  // namespace driftwave
