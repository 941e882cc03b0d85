#include "tts/singing/pitch_line.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace driftwave {
namespace {

SingingStyle plain_style() {
  return {.scoop_cents = 0, .vibrato_depth_cents = 0, .drift_cents = 0};
}

std::vector<double> times_of(double first, double last, double step) {
  std::vector<double> times;
  for (double t = first; t < last; t += step) times.push_back(t);
  return times;
}

TEST(PitchLine, SlidesThroughTheBeatAndHoldsItsNotes) {
  const std::vector<ScoreNote> notes{{.begin_seconds = 1, .end_seconds = 2, .key = 60},
                                     {.begin_seconds = 2, .end_seconds = 3, .key = 64}};
  const std::vector<double> times{0.5, 1.5, 1.95, 2.0, 2.05, 2.5, 3.5};
  const std::vector<double> keys = pitch_line(notes, times, {.style = plain_style()});
  const double wanted[] = {60, 60, 60, 62, 64, 64, 64};
  for (std::size_t i = 0; i < times.size(); ++i) EXPECT_NEAR(keys[i], wanted[i], 0.02) << times[i];
}

TEST(PitchLine, HasNoStepAtNoteChanges) {
  SingingStyle style;
  style.vibrato_delay_seconds = 0.1;
  style.vibrato_depth_cents = 100;
  const std::vector<ScoreNote> notes{{.begin_seconds = 1, .end_seconds = 2.03, .key = 60},
                                     {.begin_seconds = 2.03, .end_seconds = 3, .key = 72},
                                     {.begin_seconds = 3, .end_seconds = 3.05, .key = 60}};
  const std::vector<double> keys = pitch_line(notes, times_of(0.9, 3.1, 0.001), {.style = style});
  for (std::size_t i = 1; i < keys.size(); ++i) EXPECT_LT(std::abs(keys[i] - keys[i - 1]), 0.8) << i;
}

TEST(PitchLine, ScoopsUpToTheFirstNoteOfAPhrase) {
  SingingStyle style = plain_style();
  style.scoop_cents = 80;
  const std::vector<ScoreNote> notes{{.begin_seconds = 1, .end_seconds = 2, .key = 60}};
  const std::vector<double> times{0.9, 1.2};
  const std::vector<double> keys = pitch_line(notes, times, {.style = style});
  EXPECT_NEAR(keys[0], 59.2, 1e-9);
  EXPECT_NEAR(keys[1], 60.0, 1e-9);
}

TEST(PitchLine, VibratesLongNotesAtTheRateAndDepthAskedFor) {
  SingingStyle style = plain_style();
  style.vibrato_rate_hz = 5;
  style.vibrato_depth_cents = 50;
  const std::vector<ScoreNote> notes{{.begin_seconds = 0, .end_seconds = 3, .key = 60}};
  const std::vector<double> keys = pitch_line(notes, times_of(1.0, 2.8, 0.001), {.style = style});
  EXPECT_NEAR(*std::ranges::max_element(keys), 60.5, 1e-3);
  EXPECT_NEAR(*std::ranges::min_element(keys), 59.5, 1e-3);
  int crossings = 0;
  for (std::size_t i = 1; i < keys.size(); ++i) crossings += keys[i - 1] < 60 && keys[i] >= 60 ? 1 : 0;
  EXPECT_EQ(crossings, 9);  // 1.8 s of 5 Hz
  const ScoreNote brief{.begin_seconds = 0, .end_seconds = 0.5, .key = 60};
  EXPECT_FALSE(vibrato_by_rule(brief, style));
}

TEST(PitchLine, TakesTheScoresOwnBendAndVibrato) {
  ScoreNote note{.begin_seconds = 1, .end_seconds = 3, .key = 60};
  note.bend = {{0.0, -1.0}, {0.5, 1.0}};
  note.vibrato = NoteVibrato{.begin_seconds = 1.0, .rate_hz = 4, .depth_cents = 20, .phase_turns = 0.25};
  const std::vector<ScoreNote> notes{note};
  const std::vector<double> times{1.0, 1.25, 1.75, 2.25001};
  const std::vector<double> keys = pitch_line(notes, times, {.style = {.drift_cents = 0}});
  EXPECT_NEAR(keys[0], 59.0, 1e-9);
  EXPECT_NEAR(keys[1], 60.0, 1e-9);
  EXPECT_NEAR(keys[2], 61.0, 1e-9);
  EXPECT_NEAR(keys[3], 61.2, 1e-3);  // a whole period after its top
}

TEST(PitchLine, WandersBySeedAndTimeAlone) {
  SingingStyle style = plain_style();
  style.drift_cents = 10;
  const std::vector<ScoreNote> notes{{.begin_seconds = 0, .end_seconds = 30, .key = 60}};
  const std::vector<double> times = times_of(0, 30, 0.01);
  const std::vector<double> keys = pitch_line(notes, times, {.style = style, .seed = 3});
  const std::vector<double> later =
      pitch_line(notes, std::span(times).subspan(500), {.style = style, .seed = 3});
  EXPECT_TRUE(std::equal(later.begin(), later.end(), keys.begin() + 500));
  EXPECT_NE(keys, pitch_line(notes, times, {.style = style, .seed = 4}));
  double power = 0;
  for (const double key : keys) power += (key - 60) * (key - 60) / static_cast<double>(keys.size());
  EXPECT_NEAR(std::sqrt(power), 0.085, 0.03);
}

}  // namespace
}  // namespace driftwave
