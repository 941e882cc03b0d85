#include "tts/reading.h"

#include <string_view>
#include <utility>

namespace driftwave {

LocatedSentence locate(SpokenSentence spoken, const Passage& passage, const WrittenSource& source) {
  LocatedSentence located;
  const auto source_of = [&](std::size_t begin, std::size_t end) {
    return source.map.source_of(passage.offset + begin, passage.offset + end);
  };
  located.sources.push_back(source_of(spoken.source_begin, spoken.source_end));
  for (const WordSpan& word : spoken.phonemes.words) {
    const SourceRange range = source_of(word.source_begin, word.source_end);
    std::string_view written = passage.text.substr(word.source_begin, word.source_end - word.source_begin);
    if (written.starts_with("[[") && range.end <= source.document.size())
      written = source.document.substr(range.begin, range.end - range.begin);
    located.words.emplace_back(written);
    located.sources.push_back(range);
  }
  located.spoken = std::move(spoken);
  return located;
}

std::vector<LocatedSentence> read_segments(const TextFrontEnd& front_end, std::vector<SsmlSegment> segments,
                                           std::string_view document) {
  std::vector<LocatedSentence> sentences;
  for (SsmlSegment& segment : segments) {
    PassageReader reader(std::move(segment.text), front_end.language().sentence_goes_on());
    while (const std::optional<Passage> passage = reader.next()) {
      for (SpokenSentence& spoken : front_end.process(passage->text))
        sentences.push_back(locate(std::move(spoken), *passage, {segment.source, document}));
    }
  }
  return sentences;
}

}  // namespace driftwave
