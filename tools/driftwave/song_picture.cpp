#include "tools/driftwave/song_picture.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "engine/core/error.h"
#include "engine/dsp/midi_note.h"
#include "tools/driftwave/canvas.h"

namespace driftwave {
namespace {

constexpr double kRowSeconds = 12.0;
constexpr int kSecondPixels = 110;
constexpr int kKeyPixels = 12;
constexpr int kLeft = 56;
constexpr int kRight = 20;
constexpr int kTitle = 30;
constexpr int kPhonemes = 36;  // of each row
constexpr int kAxis = 34;
constexpr int kMostRows = 60;
constexpr Colour kBlackKeyRow{0.93, 0.94, 0.96};
constexpr Colour kGrid{0.82, 0.84, 0.88};
constexpr Colour kNote{0.55, 0.72, 0.92};
constexpr Colour kPitch{0.80, 0.20, 0.12};
constexpr Colour kVowel{0.98, 0.86, 0.55};
constexpr Colour kConsonant{0.78, 0.86, 0.74};

bool is_black(int key) {
  const int step = ((key % 12) + 12) % 12;
  return step == 1 || step == 3 || step == 6 || step == 8 || step == 10;
}

class Roll {
 public:
  Roll(const std::vector<PlannedPhrase>& phrases, double frames_per_second)
      : phrases_(phrases), frames_per_second_(frames_per_second) {
    double low = 200;
    double high = 0;
    for (const PlannedPhrase& phrase : phrases) {
      end_ = std::max(end_, phrase.timing.seconds_of(phrase.timing.frame_count, frames_per_second));
      for (const ScoreNote& note : phrase.phrase.notes) {
        low = std::min(low, note.key);
        high = std::max(high, note.key);
      }
    }
    low_ = static_cast<int>(std::floor(low)) - 3;
    high_ = static_cast<int>(std::ceil(high)) + 3;
    rows_ = std::max(static_cast<int>(std::ceil(end_ / kRowSeconds)), 1);
  }

  std::vector<std::byte> draw(const std::string& title) {
    if (phrases_.empty()) throw Error("picture: want notes to draw, got none");
    if (rows_ > kMostRows)
      throw Error("picture: want a song of at most {:g} seconds, got {:.0f}", kMostRows * kRowSeconds, end_);
    const int width = kLeft + static_cast<int>(kRowSeconds * kSecondPixels) + kRight;
    Canvas canvas(width, kTitle + rows_ * row_pixels());
    canvas.text(title, {kLeft, 20.0});
    for (int row = 0; row < rows_; ++row) draw_row(canvas, row);
    return canvas.to_png();
  }

 private:
  [[nodiscard]] int keys_pixels() const { return (high_ - low_ + 1) * kKeyPixels; }
  [[nodiscard]] int row_pixels() const { return keys_pixels() + kPhonemes + kAxis; }
  [[nodiscard]] double top(int row) const { return kTitle + static_cast<double>(row) * row_pixels(); }
  /// The middle of a key's lane.
  [[nodiscard]] double y_of(int row, double key) const { return top(row) + (high_ - key + 0.5) * kKeyPixels; }
  static double x_of(int row, double seconds) {
    return kLeft + (seconds - row * kRowSeconds) * kSecondPixels;
  }
  static bool is_in(int row, double seconds) {
    return seconds >= row * kRowSeconds && seconds < (row + 1) * kRowSeconds;
  }

  /// What of begin .. end lies in a row, in pixels: left and width. Nothing: width 0.
  static std::pair<double, double> span_of(int row, double begin, double end) {
    const double first = std::max(begin, row * kRowSeconds);
    const double last = std::min(end, (row + 1) * kRowSeconds);
    return {x_of(row, first), std::max(last - first, 0.0) * kSecondPixels};
  }

  void draw_row(Canvas& canvas, int row) const {
    draw_lanes(canvas, row);
    for (const PlannedPhrase& phrase : phrases_) {
      draw_notes(canvas, row, phrase);
      draw_phonemes(canvas, row, phrase);
      draw_pitch(canvas, row, phrase);
    }
  }

  void draw_lanes(Canvas& canvas, int row) const {
    const double width = kRowSeconds * kSecondPixels;
    for (int key = low_; key <= high_; ++key) {
      const double y = y_of(row, key);
      if (is_black(key)) canvas.rectangle({kLeft, y - kKeyPixels / 2.0}, {width, kKeyPixels}, kBlackKeyRow);
      if (key % 12 == 0 || key % 12 == 7) canvas.text(key_name(key), {kLeft - 6.0, y + 4}, Anchor::kRight);
    }
    const double bottom = top(row) + keys_pixels();
    for (int second = 0; second <= static_cast<int>(kRowSeconds); ++second) {
      const double x = kLeft + static_cast<double>(second) * kSecondPixels;
      canvas.line({x, top(row)}, {x, bottom + kPhonemes}, 1.0, kGrid);
      canvas.text(fmt::format("{:g} s", row * kRowSeconds + second), {x, bottom + kPhonemes + 16},
                  Anchor::kMiddle);
    }
  }

  static void draw_notes_lyric(Canvas& canvas, const ScoreNote& note, double x, double y) {
    canvas.text(note.lyric, {x + 3, y - kKeyPixels / 2.0 - 3});
  }

  void draw_notes(Canvas& canvas, int row, const PlannedPhrase& phrase) const {
    for (const ScoreNote& note : phrase.phrase.notes) {
      const auto [left, width] = span_of(row, note.begin_seconds, note.end_seconds);
      if (width <= 0) continue;
      const double y = y_of(row, note.key);
      canvas.rectangle({left, y - kKeyPixels / 2.0}, {std::max(width - 1, 1.0), kKeyPixels}, kNote);
      if (is_in(row, note.begin_seconds)) draw_notes_lyric(canvas, note, left, y);
    }
  }

  void draw_phonemes(Canvas& canvas, int row, const PlannedPhrase& phrase) const {
    const double y = top(row) + keys_pixels() + 4;
    for (const TimedPhone& phone : phrase.timing.phones) {
      const double begin = phrase.timing.seconds_of(phone.first_frame, frames_per_second_);
      const double end = phrase.timing.seconds_of(phone.end_frame, frames_per_second_);
      const auto [left, width] = span_of(row, begin, end);
      if (width <= 0) continue;
      canvas.rectangle({left, y}, {std::max(width - 1, 1.0), 14}, phone.is_vowel ? kVowel : kConsonant);
      if (!is_in(row, begin)) continue;
      const auto ids = std::span(phrase.timing.ids).subspan(phone.first_id, phone.end_id - phone.first_id);
      // Consonants stand a line lower: they are narrower than their letters.
      canvas.text(symbols_to_text(ids), {left + 1, phone.is_vowel ? y + 11 : y + 27});
    }
  }

  void draw_pitch(Canvas& canvas, int row, const PlannedPhrase& phrase) const {
    std::vector<Point> run;
    const auto finish = [&] {
      canvas.polyline(run, 2.0, kPitch);
      run.clear();
    };
    for (const TimedPhone& phone : phrase.timing.phones)
      for (std::size_t f = phone.first_frame; f < phone.end_frame; ++f) {
        const double seconds = phrase.timing.seconds_of(f, frames_per_second_) + 0.5 / frames_per_second_;
        if (!is_voiced(phone.kind) || !is_in(row, seconds)) {
          finish();
          continue;
        }
        run.push_back({x_of(row, seconds), y_of(row, hz_to_midi_note(phrase.f0_hz[f]))});
      }
    finish();
  }

  const std::vector<PlannedPhrase>& phrases_;
  double frames_per_second_;
  double end_ = 0;
  int low_ = 0;
  int high_ = 0;
  int rows_ = 1;
};

}  // namespace

std::vector<std::byte> song_picture(const std::string& title, const std::vector<PlannedPhrase>& phrases,
                                    double frames_per_second) {
  return Roll(phrases, frames_per_second).draw(title);
}

}  // namespace driftwave
