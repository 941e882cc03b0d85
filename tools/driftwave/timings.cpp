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

void Timings::add(const SpeechEvent& event) {
  switch (event.kind) {
    case SpeechEvent::Kind::kSentence:
      sentences_.push_back({.itself = event, .words = {}, .phonemes = {}});
      break;
    case SpeechEvent::Kind::kWord:
      sentences_.back().words.push_back(event);
      break;
    case SpeechEvent::Kind::kPhoneme:
      sentences_.back().phonemes.push_back(event);
      break;
    case SpeechEvent::Kind::kMark:
      marks_.push_back(event);
      break;
  }
}

double Timings::seconds(std::uint64_t sample) const {
  return static_cast<double>(sample) / sample_rate_hz_;
}

std::string Timings::to_json() const {
  using Json = nlohmann::ordered_json;
  const auto exact = [this](std::uint64_t sample) { return to_milliseconds_exact(seconds(sample)); };
  Json sentences = Json::array();
  for (const Sentence& sentence : sentences_) {
    Json words = Json::array();
    for (const SpeechEvent& word : sentence.words) {
      words.push_back({{"text", word.text},
                       {"start_seconds", exact(word.begin_sample)},
                       {"end_seconds", exact(word.end_sample)},
                       {"source_begin", word.source.begin},
                       {"source_end", word.source.end}});
    }
    Json phonemes = Json::array();
    for (const SpeechEvent& phoneme : sentence.phonemes) {
      phonemes.push_back({{"symbol", phoneme.text},
                          {"start_seconds", exact(phoneme.begin_sample)},
                          {"end_seconds", exact(phoneme.end_sample)}});
    }
    sentences.push_back({{"text", sentence.itself.text},
                         {"start_seconds", exact(sentence.itself.begin_sample)},
                         {"end_seconds", exact(sentence.itself.end_sample)},
                         {"words", words},
                         {"phonemes", phonemes}});
  }
  Json marks = Json::array();
  for (const SpeechEvent& mark : marks_)
    marks.push_back({{"name", mark.text}, {"seconds", exact(mark.begin_sample)}});
  return dump_json(Json{{"sentences", sentences}, {"marks", marks}}, 2) + "\n";
}

std::string Timings::to_srt() const {
  std::string srt;
  int number = 0;
  for (const Sentence& sentence : sentences_) {
    std::string cue;
    double begin = 0.0;
    double end = 0.0;
    for (const SpeechEvent& word : sentence.words) {
      if (!cue.empty() && length_of(cue) + 1 + length_of(word.text) > kCueCharacters) {
        append_cue(srt, number, begin, end, cue);
        cue.clear();
      }
      if (cue.empty()) begin = seconds(word.begin_sample);
      cue += (cue.empty() ? "" : " ") + word.text;
      end = seconds(word.end_sample);
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
