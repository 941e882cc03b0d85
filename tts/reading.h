#pragma once
/// What a text or document will sound like, without the sound.
#include <string>
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

/// @param spoken what the front end made of `passage`. @param source from the passage's text to the document.
[[nodiscard]] LocatedSentence locate(SpokenSentence spoken, const Passage& passage, const SourceMap& source);

/// The sentences of a document in order; none for segments without anything to say. Thread: any.
[[nodiscard]] std::vector<LocatedSentence> read_segments(const TextFrontEnd& front_end,
                                                         std::vector<SsmlSegment> segments);

}  // namespace driftwave
