#include <gtest/gtest.h>

#include <cmath>
#include <memory>

#include "engine/dsp/midi_note.h"
#include "engine/dsp/pitch.h"
#include "tests/tts/singing/small_scores.h"
#include "tts/singing/score/midi.h"
#include "tts/singing/singing_session.h"
#include "tts/voice.h"
#include "tts/voice_mark.h"

namespace driftwave {
namespace {

std::shared_ptr<const Singer> singer() {
  static const auto instance =
      std::make_shared<const Singer>(std::make_shared<const Synthesizer>(load_voice(DRIFTWAVE_TEST_VOICE)));
  return instance;
}

ScorePart small_part() {
  const std::string bytes = small_midi();
  return read_midi(std::as_bytes(std::span(bytes)), "x.mid").parts.front();
}

std::vector<float> sung(const ScorePart& part, const SingingOptions& options, std::size_t piece = 4096) {
  SingingSession session(singer(), singer()->plan(part, options, 0.5, "x.mid"), options);
  std::vector<float> all;
  std::vector<float> block(piece);
  while (const std::size_t count = session.pull(block))
    all.insert(all.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(count));
  EXPECT_EQ(all.size(), session.total_samples());
  EXPECT_EQ(session.progress(), 1.0);
  return all;
}

double level_of(std::span<const float> samples) {
  double power = 0;
  for (const float x : samples) power += static_cast<double>(x) * x;
  return std::sqrt(power / static_cast<double>(samples.size()));
}

TEST(SingingSession, GivesTheSameSamplesInAnyPieces) {
  const std::vector<float> whole = sung(small_part(), {.seed = 5}, 1U << 20);
  EXPECT_EQ(sung(small_part(), {.seed = 5}, 333), whole);
  EXPECT_NE(sung(small_part(), {.seed = 6}), whole);
}

TEST(SingingSession, IsMarkedUnlessToldNotTo) {
  const SingingOptions options{.seed = 5};
  SingingSession plain(singer(), singer()->plan(small_part(), options, 0.5, "x.mid"), options, std::nullopt);
  std::vector<float> unmarked(plain.total_samples());
  EXPECT_EQ(plain.pull(unmarked), unmarked.size());
  WatermarkOptions mark{.sample_rate_hz = plain.sample_rate_hz(),
                        .payload = {.voice = watermark_voice_id(singer()->voice().voice_name())}};
  mark.first_second = mark_begin_s(plain.total_samples(), options.seed);
  EXPECT_EQ(sung(small_part(), options), watermarked(unmarked, mark));
}

TEST(SingingSession, IsSilentBetweenPhrases) {
  const std::vector<float> all = sung(small_part(), {});
  // Notes from 0.5 to 5.5 s and from 6.5 to 7.5 s.
  EXPECT_GT(level_of(std::span(all).subspan(3 * 44100, 44100)), 0.01);
  EXPECT_EQ(level_of(std::span(all).subspan(264'600, 8820)), 0.0);  // 6.0 to 6.2 s
  EXPECT_GT(level_of(std::span(all).subspan(292'000, 30'000)), 0.01);
}

TEST(SingingSession, SingsItsNotesInTuneFromTheLowestUpwards) {
  SingingOptions options;
  options.style = {.scoop_cents = 0, .vibrato_depth_cents = 0, .drift_cents = 0};
  for (const double key : {36.0, 48.0, 57.0, 67.0}) {
    ScorePart part{.name = "Voice", .notes = {}};
    part.notes.push_back({.begin_seconds = 0, .end_seconds = 1.5, .key = key, .lyric = "[[lɑː]]"});
    const std::vector<float> all = sung(part, options);
    const double hz = midi_note_to_hz(key);
    const PitchTrack track = track_pitch(
        all, {.sample_rate_hz = 44100, .hop_samples = 512, .low_hz = 0.6 * hz, .high_hz = 1.7 * hz});
    for (std::size_t f = 86; f < 140; ++f) {  // from half a second after the beat on
      EXPECT_EQ(track.voicing[f], 1.0F) << key << " " << f;
      EXPECT_NEAR(1200 * std::log2(track.f0_hz[f] / hz), 0, 20) << key << " " << f;
    }
  }
}

TEST(Singer, FollowsDynamics) {
  ScorePart part = small_part();
  const std::vector<float> plain = sung(part, {});
  for (ScoreNote& note : part.notes) note.gain_db = -10;
  const std::vector<float> soft = sung(part, {});
  const auto middle = [](const std::vector<float>& all) {
    return level_of(std::span(all).subspan(120'000, 40'000));
  };
  EXPECT_NEAR(20 * std::log10(middle(soft) / middle(plain)), -10, 3);
}

TEST(Singer, SaysWhatTheFirstConsonantsNeed) {
  ScorePart part = small_part();
  EXPECT_GT(singer()->lead_in_of(part, {}, "x"), 0.1);
  for (ScoreNote& note : part.notes) {
    note.begin_seconds += 1;
    note.end_seconds += 1;
  }
  EXPECT_EQ(singer()->lead_in_of(part, {}, "x"), 0.0);
}

TEST(Singer, PlansPhrasesThatOverlapByLessThanAFrame) {
  ScorePart part{.name = "Voice", .notes = {}};
  for (int i = 0; i < 4; ++i)
    part.notes.push_back(
        {.begin_seconds = 0.7 * i, .end_seconds = 0.7 * i + 0.25, .key = 60, .lyric = "strength"});
  const std::vector<PlannedPhrase> phrases = singer()->plan(part, {}, 0.5, "x");
  ASSERT_EQ(phrases.size(), 4U);
  for (std::size_t p = 1; p < phrases.size(); ++p)
    EXPECT_GE(
        phrases[p].timing.begin_seconds + 1.0 / singer()->frames_per_second(),
        phrases[p - 1].timing.seconds_of(phrases[p - 1].timing.frame_count, singer()->frames_per_second()));
}

TEST(Singer, CountsSyllables) {
  EXPECT_EQ(singer()->count_syllables({"star", "little", "Alabama"}), (std::vector<std::size_t>{1, 2, 4}));
}

TEST(Singer, RefusesOptionsOutOfRange) {
  SingingOptions options;
  options.style.vibrato_rate_hz = 50;
  EXPECT_NE(message_of([&] { singer()->check(options); }).find("vibrato's rate: want 0.5 to 12, got 50"),
            std::string::npos);
}

}  // namespace
}  // namespace driftwave
