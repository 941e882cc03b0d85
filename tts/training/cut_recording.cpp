#include "tts/training/cut_recording.h"

#include <algorithm>
#include <numeric>

namespace driftwave {
namespace {

/// Words that are read without a pause.
struct Run {
  std::size_t first_word = 0;
  std::size_t end_word = 0;
  std::size_t begin_frame = 0;
  std::size_t end_frame = 0;
  bool ends_sentence = false;
};

bool ends_sentence(std::string_view text, const PhonemeSequence& phonemes, std::size_t word) {
  const std::size_t begin = phonemes.words[word].source_end;
  const bool is_last = word + 1 == phonemes.words.size();
  const std::size_t end = is_last ? text.size() : phonemes.words[word + 1].source_begin;
  if (is_last || end <= begin) return is_last;
  const std::string_view between = text.substr(begin, end - begin);
  return between.find_first_of(".!?") != std::string_view::npos ||
         between.find("…") != std::string_view::npos;
}

class Cutter {
 public:
  Cutter(std::string_view text, const PhonemeSequence& phonemes, const std::vector<int>& frames,
         double frame_seconds, const CutOptions& options)
      : text_(text), phonemes_(phonemes), options_(options), frame_seconds_(frame_seconds) {
    starts_.assign(frames.size() + 1, 0);
    for (std::size_t i = 0; i < frames.size(); ++i)
      starts_[i + 1] = starts_[i] + static_cast<std::size_t>(frames[i]);
  }

  [[nodiscard]] std::vector<RecordingPiece> pieces() const {
    std::vector<RecordingPiece> pieces;
    const std::vector<Run> runs = runs_between_pauses();
    for (std::size_t i = 0; i < runs.size();) {
      std::size_t end = i + 1;
      while (end < runs.size() && goes_on(runs, i, end)) ++end;
      pieces.push_back(piece(runs, i, end));
      i = end;
    }
    return pieces;
  }

 private:
  [[nodiscard]] double seconds(std::size_t frames) const {
    return static_cast<double>(frames) * frame_seconds_;
  }

  [[nodiscard]] std::vector<Run> runs_between_pauses() const {
    std::vector<Run> runs;
    const auto& words = phonemes_.words;
    std::size_t first = 0;
    for (std::size_t w = 0; w < words.size(); ++w) {
      const bool is_last = w + 1 == words.size();
      const std::size_t pause = is_last ? 0 : starts_[words[w + 1].first_id] - starts_[words[w].end_id];
      if (!is_last && seconds(pause) < options_.least_pause_seconds) continue;
      runs.push_back({.first_word = first,
                      .end_word = w + 1,
                      .begin_frame = starts_[words[first].first_id],
                      .end_frame = starts_[words[w].end_id],
                      .ends_sentence = ends_sentence(text_, phonemes_, w)});
      first = w + 1;
    }
    return runs;
  }

  /// Whether run `end` belongs to the piece that begins with run `first`.
  [[nodiscard]] bool goes_on(const std::vector<Run>& runs, std::size_t first, std::size_t end) const {
    const double so_far = seconds(runs[end - 1].end_frame - runs[first].begin_frame);
    if (runs[end - 1].ends_sentence && so_far >= options_.least_seconds) return false;
    return seconds(runs[end].end_frame - runs[first].begin_frame) <= options_.longest_seconds;
  }

  [[nodiscard]] RecordingPiece piece(const std::vector<Run>& runs, std::size_t first, std::size_t end) const {
    constexpr double kMostSilence = 0.2;
    constexpr double kMostAtEnds = 0.1;  // beyond may be a heading
    const auto most = static_cast<std::size_t>(kMostSilence / frame_seconds_);
    const auto most_at_ends = static_cast<std::size_t>(kMostAtEnds / frame_seconds_);
    const std::size_t before =
        first == 0 ? std::min(most_at_ends, runs[0].begin_frame)
                   : std::min(most, (runs[first].begin_frame - runs[first - 1].end_frame) / 2);
    const std::size_t behind = end == runs.size()
                                   ? std::min(most_at_ends, starts_.back() - runs[end - 1].end_frame)
                                   : std::min(most, (runs[end].begin_frame - runs[end - 1].end_frame) / 2);
    const auto& words = phonemes_.words;
    const std::size_t last_word = runs[end - 1].end_word;
    return {.begin_frame = runs[first].begin_frame - before,
            .end_frame = runs[end - 1].end_frame + behind,
            .source_begin = words[runs[first].first_word].source_begin,
            .source_end = last_word == words.size() ? text_.size() : words[last_word].source_begin,
            .fit = 0};
  }

  std::string_view text_;
  const PhonemeSequence& phonemes_;
  const CutOptions& options_;
  double frame_seconds_;
  std::vector<std::size_t> starts_;  ///< the first frame of each symbol, and the end of the last
};

}  // namespace

std::vector<RecordingPiece> cut_recording(PhoneClassifier& classifier, const Array2<float>& log_mel,
                                          double frame_seconds, std::string_view text,
                                          const PhonemeSequence& phonemes, const CutOptions& options) {
  if (phonemes.words.empty()) return {};
  const std::vector<PhoneUnit> units = phone_units(phonemes.ids);
  const std::vector<int> of_units = align_phones(classifier, log_mel, units, {.speech_around = true});
  if (of_units.empty()) return {};
  std::vector<int> frames(phonemes.ids.size(), 0);
  for (std::size_t u = 0; u < units.size(); ++u) frames[units[u].symbol] = of_units[u];
  const std::vector<double> fits = frame_fits(classifier, log_mel, phonemes.ids, frames);
  std::vector<RecordingPiece> pieces = Cutter(text, phonemes, frames, frame_seconds, options).pieces();
  for (RecordingPiece& piece : pieces) {
    double sum = 0;
    std::size_t count = 0;
    for (std::size_t f = piece.begin_frame; f < piece.end_frame; ++f) {
      if (fits[f] > 0) continue;  // a pause
      sum += fits[f];
      ++count;
    }
    piece.fit = sum / static_cast<double>(std::max<std::size_t>(count, 1));
  }
  return pieces;
}

}  // namespace driftwave
