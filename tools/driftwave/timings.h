#pragma once
/// When each word sounds, as JSON or subtitles.
#include <string>
#include <vector>

#include "tts/source_map.h"
#include "tts/synthesizer.h"

namespace driftwave {

/// A sentence with its timings, kept after its audio has gone.
struct TimedSentence {
  std::string text;
  double begin_seconds = 0.0;
  double end_seconds = 0.0;
  std::vector<WordTiming> words;
  std::vector<PhonemeTiming> phonemes;
};

/// What was output before a text, and where its bytes come from.
struct TimingOrigin {
  double seconds = 0.0;
  const SourceMap* source = nullptr;  ///< null: the words know their place already
};

/// Sentences in order; times count from the start of the output.
class Timings {
 public:
  void add(const SpeechPart& part, const TimingOrigin& origin);
  /// A mark of the author's (SSML).
  void add_mark(const std::string& name, double seconds);

  /// {"sentences": [{"text", "start_seconds", "end_seconds", "words": [...], "phonemes": [...]}],
  /// "marks": [{"name", "seconds"}]}; words also have the byte range of the source that they read.
  [[nodiscard]] std::string to_json() const;

  /// SubRip: cues of whole words, at most 42 characters where words allow.
  [[nodiscard]] std::string to_srt() const;

  /// In the format of the name: .json or .srt. @throws Error naming the file.
  void write(const std::string& file) const;

 private:
  struct Mark {
    std::string name;
    double seconds;
  };
  std::vector<TimedSentence> sentences_;
  std::vector<Mark> marks_;
};

/// @throws UsageError unless the name ends in .json or .srt.
void check_timings_name(const std::string& file);

}  // namespace driftwave
