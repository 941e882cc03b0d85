#pragma once
/// When each word sounds, as JSON or subtitles.
#include <cstdint>
#include <string>
#include <vector>

#include "tts/speech_session.h"

namespace driftwave {

/// Sentences in order; times count from the start of the output.
class Timings {
 public:
  explicit Timings(int sample_rate_hz) : sample_rate_hz_(sample_rate_hz) {}

  /// Words and phonemes belong to the sentence before them.
  void add(const SpeechEvent& event);

  /// {"sentences": [{"text", "start_seconds", "end_seconds", "words": [...], "phonemes": [...]}],
  /// "marks": [{"name", "seconds"}]}; words also have the byte range of the source that they read.
  [[nodiscard]] std::string to_json() const;

  /// SubRip: cues of whole words, at most 42 characters where words allow.
  [[nodiscard]] std::string to_srt() const;

  /// In the format of the name: .json or .srt. @throws Error naming the file.
  void write(const std::string& file) const;

 private:
  struct Sentence {
    SpeechEvent itself;
    std::vector<SpeechEvent> words;
    std::vector<SpeechEvent> phonemes;
  };
  [[nodiscard]] double seconds(std::uint64_t sample) const;

  int sample_rate_hz_;
  std::vector<Sentence> sentences_;
  std::vector<SpeechEvent> marks_;
};

/// @throws UsageError unless the name ends in .json or .srt.
void check_timings_name(const std::string& file);

}  // namespace driftwave
