#include "tools/driftwave/timings.h"

#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "engine/core/atomic_file.h"
#include "engine/core/config.h"
#include "tools/driftwave/command.h"

namespace driftwave {
namespace {

constexpr std::size_t kCueCharacters = 42;

double to_milliseconds_exact(double seconds) {
  return std::round(seconds * 1000.0) / 1000.0;
}

/// "00:01:02,345"
std::string srt_time(double seconds) {
  const long ms = std::lround(seconds * 1000.0);
  return fmt::format("{:02}:{:02}:{:02},{:03}", ms / 3'600'000, ms / 60'000 % 60, ms / 1000 % 60, ms % 1000);
}

/// Characters, not bytes, of UTF-8.
std::size_t length_of(const std::string& text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
  return count;
}

void append_cue(std::string& srt, int& number, double begin, double end, const std::string& text) {
  srt += fmt::format("{}\n{} --> {}\n{}\n\n", ++number, srt_time(begin), srt_time(end), text);
}

}  // namespace

void Timings::add(const SpeechPart& part, const TimingOrigin& origin) {
  TimedSentence sentence{.text = part.sentence->text,
                         .begin_seconds = part.begin_seconds + origin.seconds,
                         .end_seconds = part.end_seconds + origin.seconds,
                         .words = part.words,
                         .phonemes = part.phonemes};
  for (WordTiming& word : sentence.words) {
    word.begin_seconds += origin.seconds;
    word.end_seconds += origin.seconds;
    if (origin.source == nullptr) continue;
    const SourceRange source = origin.source->source_of(word.source_begin, word.source_end);
    word.source_begin = source.begin;
    word.source_end = source.end;
  }
  for (PhonemeTiming& phoneme : sentence.phonemes) {
    phoneme.begin_seconds += origin.seconds;
    phoneme.end_seconds += origin.seconds;
  }
  sentences_.push_back(std::move(sentence));
}

void Timings::add_mark(const std::string& name, double seconds) {
  marks_.push_back({name, seconds});
}

std::string Timings::to_json() const {
  using Json = nlohmann::ordered_json;
  Json sentences = Json::array();
  for (const TimedSentence& sentence : sentences_) {
    Json words = Json::array();
    for (const WordTiming& word : sentence.words) {
      words.push_back({{"text", word.text},
                       {"start_seconds", to_milliseconds_exact(word.begin_seconds)},
                       {"end_seconds", to_milliseconds_exact(word.end_seconds)},
                       {"source_begin", word.source_begin},
                       {"source_end", word.source_end}});
    }
    Json phonemes = Json::array();
    for (const PhonemeTiming& phoneme : sentence.phonemes) {
      phonemes.push_back({{"symbol", std::string(symbol_text(phoneme.symbol))},
                          {"start_seconds", to_milliseconds_exact(phoneme.begin_seconds)},
                          {"end_seconds", to_milliseconds_exact(phoneme.end_seconds)}});
    }
    sentences.push_back({{"text", sentence.text},
                         {"start_seconds", to_milliseconds_exact(sentence.begin_seconds)},
                         {"end_seconds", to_milliseconds_exact(sentence.end_seconds)},
                         {"words", words},
                         {"phonemes", phonemes}});
  }
  Json marks = Json::array();
  for (const Mark& mark : marks_) {
    marks.push_back({{"name", mark.name}, {"seconds", to_milliseconds_exact(mark.seconds)}});
  }
  // A word cut out of broken UTF-8 must not spoil the file.
  return dump_json(Json{{"sentences", sentences}, {"marks", marks}}, 2) + "\n";
}

std::string Timings::to_srt() const {
  std::string srt;
  int number = 0;
  for (const TimedSentence& sentence : sentences_) {
    std::string cue;
    double begin = 0.0;
    double end = 0.0;
    for (const WordTiming& word : sentence.words) {
      if (!cue.empty() && length_of(cue) + 1 + length_of(word.text) > kCueCharacters) {
        append_cue(srt, number, begin, end, cue);
        cue.clear();
      }
      if (cue.empty()) begin = word.begin_seconds;
      cue += (cue.empty() ? "" : " ") + word.text;
      end = word.end_seconds;
    }
    if (!cue.empty()) append_cue(srt, number, begin, end, cue);
  }
  return srt;
}

void Timings::write(const std::string& file) const {
  const std::string text = file.ends_with(".srt") ? to_srt() : to_json();
  write_file(file, std::as_bytes(std::span(text)));
}

void check_timings_name(const std::string& file) {
  if (file.ends_with(".json") || file.ends_with(".srt")) return;
  throw UsageError("--timings: want a name in .json or .srt, got {}", file);
}

}  // namespace driftwave
