#include "tts/singing/timing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "tests/tts/singing/small_scores.h"
#include "tts/text/utf8.h"

namespace driftwave {
namespace {

constexpr double kFramesPerSecond = 44100.0 / 512.0;
constexpr double kFrame = 1.0 / kFramesPerSecond;

/// Words of given phonemes on notes that begin and end so.
SungPhrase phrase_of(const std::vector<std::string>& words,
                     const std::vector<std::pair<double, double>>& times) {
  ScorePart part{.name = "Voice", .notes = {}};
  for (std::size_t i = 0; i < words.size(); ++i)
    part.notes.push_back(
        {.begin_seconds = times[i].first, .end_seconds = times[i].second, .lyric = words[i]});
  const WordReader read = [](const std::vector<std::string>& all) {
    std::vector<std::vector<SymbolId>> ids;
    for (const std::string& word : all) {
      ids.emplace_back();
      for (const char32_t c : to_code_points(word)) ids.back().push_back(symbol_id(c).value());
    }
    return ids;
  };
  return phrases_of(part, read, "x").front();
}

double begin_of(const PhraseTiming& timing, const TimedPhone& phone) {
  return timing.seconds_of(phone.first_frame, kFramesPerSecond);
}
double length_of(const TimedPhone& phone) {
  return static_cast<double>(phone.end_frame - phone.first_frame) * kFrame;
}

std::vector<TimedPhone> vowels_of(const PhraseTiming& timing) {
  std::vector<TimedPhone> vowels;
  for (const TimedPhone& phone : timing.phones)
    if (phone.is_vowel) vowels.push_back(phone);
  return vowels;
}

TEST(Timing, PutsVowelsOnTheBeatAndConsonantsBeforeIt) {
  const SungPhrase phrase = phrase_of({"stɑɹ", "skaɪ", "lɪp"}, {{1.003, 1.6}, {1.6, 2.4}, {2.4, 3.2}});
  const PhraseTiming timing = time_phrase(phrase, {});
  const std::vector<TimedPhone> vowels = vowels_of(timing);
  ASSERT_EQ(vowels.size(), 3U);
  EXPECT_NEAR(begin_of(timing, vowels[0]), 1.003, 1e-9);
  EXPECT_NEAR(begin_of(timing, vowels[1]), 1.6, 0.5 * kFrame + 1e-9);
  EXPECT_NEAR(begin_of(timing, vowels[2]), 2.4, 0.5 * kFrame + 1e-9);
  // "s" and "t" before the first beat, with their own lengths.
  EXPECT_NEAR(length_of(timing.phones[0]), 0.13, kFrame);
  EXPECT_NEAR(length_of(timing.phones[1]), 0.09, kFrame);
  // The last coda ends with its note.
  EXPECT_NEAR(timing.seconds_of(timing.phones.back().end_frame, kFramesPerSecond), 3.2, 0.5 * kFrame + 1e-9);
}

TEST(Timing, GivesTheModelEveryFrame) {
  const PhraseTiming timing = time_phrase(phrase_of({"ba", "na", "nax"}, {{1, 1.4}, {1.4, 2}, {2.3, 3}}), {});
  EXPECT_EQ(timing.ids.size(), timing.frames.size());
  EXPECT_EQ(std::accumulate(timing.frames.begin(), timing.frames.end(), 0),
            static_cast<int>(timing.frame_count));
  EXPECT_EQ(timing.ids.front(), kBeginId);
  EXPECT_EQ(timing.ids.back(), kEndId);
  // Sounds lie side by side; the gap before the third note is a pause.
  EXPECT_EQ(timing.phones[1].end_frame, timing.phones[2].first_frame);
  EXPECT_NE(std::ranges::find(timing.ids, *symbol_id(U',')), timing.ids.end());
}

TEST(Timing, ShortensConsonantsWhereNotesAreShort) {
  const PhraseTiming timing =
      time_phrase(phrase_of({"sta", "sta", "sta"}, {{1, 1.2}, {1.2, 1.4}, {1.4, 1.6}}), {});
  const std::vector<TimedPhone> vowels = vowels_of(timing);
  EXPECT_NEAR(begin_of(timing, vowels[2]), 1.4, 0.5 * kFrame + 1e-9);
  EXPECT_GE(length_of(vowels[1]), 0.45 * 0.2 - kFrame);
}

TEST(Timing, KeepsAFrameForEverySoundHoweverFast) {
  const PhraseTiming timing = time_phrase(phrase_of({"stɹast", "stɹast"}, {{1, 1.01}, {1.01, 1.02}}), {});
  for (const TimedPhone& phone : timing.phones) EXPECT_GT(phone.end_frame, phone.first_frame);
}

TEST(Timing, LeavesWhatWasSungBeforeAndWhatFollowsAlone) {
  const SungPhrase phrase = phrase_of({"sta"}, {{1, 2}});
  const PhraseTiming timing = time_phrase(phrase, {.earliest_seconds = 0.95, .latest_seconds = 2.05});
  EXPECT_GE(timing.begin_seconds, 0.95 - 2 * kFrame);
  EXPECT_NEAR(begin_of(timing, vowels_of(timing)[0]), 1.0, 2 * kFrame);
  EXPECT_LE(timing.seconds_of(timing.frame_count, kFramesPerSecond), 2.05 + 2 * kFrame);
  EXPECT_NEAR(lead_seconds(phrase, 1.0), 0.13 + 0.09 + 0.07, 1e-9);
  EXPECT_NEAR(lead_seconds(phrase, 2.0), 2 * 0.22 + 0.07, 1e-9);
}

TEST(Timing, EndsADiphthongWithItsSecondVowel) {
  const PhraseTiming timing = time_phrase(phrase_of({"aɪ"}, {{1, 3}}), {});
  ASSERT_EQ(timing.ids.size(), 4U);
  EXPECT_NEAR(timing.frames[2] * kFrame, 0.11, kFrame);
  EXPECT_NEAR(timing.frames[1] * kFrame, 1.89, 2 * kFrame);
}

}  // namespace
}  // namespace driftwave
