#include "engine/watermark/detector.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "engine/core/error.h"
#include "tests/engine/watermark/sounds.h"

namespace driftwave {
namespace {

constexpr int kRate = kWatermarkDetectorRateHz;
const WatermarkPayload kPayload = {.version = 1, .voice = 0x5a5, .user = 4711};

std::vector<float> marked_speech(double seconds, std::uint32_t seed = 1) {
  return watermarked(test::speech_like(seconds, kRate, seed),
                     {.sample_rate_hz = kRate, .payload = kPayload, .first_second = 1.3});
}

TEST(WatermarkDetector, FindsTwoSecondsAndTheirPayload) {
  const WatermarkReport report = WatermarkDetector().detect(marked_speech(2.0));
  EXPECT_TRUE(report.found);
  EXPECT_GT(report.score, 9.0);
  EXPECT_LT(report.false_alarm, 1e-9);
  ASSERT_EQ(report.segments.size(), 1U);
  EXPECT_EQ(report.segments[0].payload, kPayload);
  EXPECT_LT(report.segments[0].begin_s, 0.4);
  EXPECT_GT(report.segments[0].end_s, 1.6);
}

TEST(WatermarkDetector, FindsNothingInWhatIsNotMarkedOrOfAnotherKey) {
  for (const std::uint32_t seed : {1U, 2U, 3U}) {
    const WatermarkReport report = WatermarkDetector().detect(test::speech_like(4.0, kRate, seed));
    EXPECT_FALSE(report.found);
    EXPECT_TRUE(report.segments.empty());
    EXPECT_GT(report.false_alarm, 1e-4);
  }
  EXPECT_FALSE(WatermarkDetector({.key = 12}).detect(marked_speech(4.0)).found);
}

TEST(WatermarkDetector, SurvivesShortAndEmptySound) {
  EXPECT_FALSE(WatermarkDetector().detect({}).found);
  EXPECT_FALSE(WatermarkDetector().detect(std::vector<float>(1, 0.5F)).found);
  EXPECT_FALSE(WatermarkDetector().detect(std::vector<float>(40000, 0.0F)).found);
}

TEST(WatermarkDetector, IsDeafToCutGainAndPolarity) {
  std::vector<float> audio = marked_speech(4.0);
  audio.erase(audio.begin(), audio.begin() + 12345);
  for (float& sample : audio) sample *= -0.03F;
  const WatermarkReport report = WatermarkDetector().detect(audio);
  ASSERT_EQ(report.segments.size(), 1U);
  EXPECT_EQ(report.segments[0].payload, kPayload);
}

TEST(WatermarkDetector, HearsThroughNoise) {
  std::vector<float> audio = marked_speech(2.0);
  double power = 0;
  for (const float x : audio) power += static_cast<double>(x) * static_cast<double>(x);
  std::mt19937 generator(4);
  std::normal_distribution<float> noise(
      0.0F, static_cast<float>(std::sqrt(power / static_cast<double>(audio.size()) / 100.0)));
  for (float& sample : audio) sample += noise(generator);
  EXPECT_TRUE(WatermarkDetector().detect(audio).found);
}

TEST(WatermarkDetector, TellsWhichPartIsMarked) {
  std::vector<float> audio = test::speech_like(6.0, kRate, 7);
  const std::vector<float> marked = marked_speech(4.0);
  audio.insert(audio.end(), marked.begin(), marked.end());
  const std::vector<float> after = test::speech_like(6.0, kRate, 8);
  audio.insert(audio.end(), after.begin(), after.end());
  const WatermarkReport report = WatermarkDetector().detect(audio);
  ASSERT_EQ(report.segments.size(), 1U);
  EXPECT_NEAR(report.segments[0].begin_s, 6.0, 0.5);
  EXPECT_NEAR(report.segments[0].end_s, 10.0, 0.5);
  EXPECT_EQ(report.segments[0].payload, kPayload);
}

TEST(WatermarkDetector, FindsAMarkOfAnotherSampleRate) {
  // Every third sample: the mark ends below half of 16 kHz.
  const std::vector<float> fast =
      watermarked(test::speech_like(3.0, 48000), {.sample_rate_hz = 48000, .payload = kPayload});
  std::vector<float> audio;
  for (std::size_t t = 0; t < fast.size(); t += 3) audio.push_back(fast[t]);
  EXPECT_TRUE(WatermarkDetector().detect(audio).found);
}

std::vector<float> played_at(const std::vector<float>& audio, double speed) {
  std::vector<float> out;
  for (double time = 0; time + 1 < static_cast<double>(audio.size()); time += speed) {
    const auto t = static_cast<std::size_t>(time);
    const auto share = static_cast<float>(time - static_cast<double>(t));
    out.push_back((1 - share) * audio[t] + share * audio[t + 1]);
  }
  return out;
}

TEST(WatermarkDetector, FindsWhatAClockThatIsOffPlayed) {
  const std::vector<float> fast = played_at(marked_speech(2.5), 1.0012);
  EXPECT_FALSE(WatermarkDetector({.speed_range = 0}).detect(fast).found);
  const WatermarkReport report = WatermarkDetector().detect(fast);
  EXPECT_TRUE(report.found);
  EXPECT_NEAR(report.speed, 1.0012, 1e-4);
  EXPECT_EQ(report.segments.at(0).payload, kPayload);
}

TEST(WatermarkDetector, SearchesSpeeds) {
  for (const double speed : {0.9945, 1.0053}) {
    const std::vector<float> audio = played_at(marked_speech(2.5), speed);
    EXPECT_FALSE(WatermarkDetector().detect(audio).found);
    const WatermarkReport report = WatermarkDetector({.speed_range = 0.006}).detect(audio);
    EXPECT_TRUE(report.found) << speed;
    EXPECT_NEAR(report.speed, speed, 1e-4);
    ASSERT_FALSE(report.segments.empty());
    EXPECT_LT(report.segments.back().end_s, static_cast<double>(audio.size()) / kRate + 0.2);
  }
}

TEST(WatermarkDetector, FollowsALongSoundOfAnotherSpeed) {
  const std::vector<float> audio = played_at(marked_speech(24.0), 1.00101);
  const WatermarkReport report = WatermarkDetector().detect(audio);
  EXPECT_NEAR(report.speed, 1.00101, 1e-6);
  ASSERT_EQ(report.segments.size(), 1U);
  EXPECT_LT(report.segments[0].begin_s, 0.5);
  EXPECT_GT(report.segments[0].end_s, 23.0);
}

TEST(WatermarkDetector, TriesManySpeedsWithoutMoreFalseAlarms) {
  // A score that is enough where one speed was tried says less after hundreds.
  const WatermarkDetector detector({.threshold = 4.8, .speed_range = 0.005});
  int found = 0;
  for (std::uint32_t seed = 10; seed < 14; ++seed)
    found += detector.detect(test::speech_like(2.0, kRate, seed)).found ? 1 : 0;
  EXPECT_LE(found, 2);
}

TEST(WatermarkDetector, RefusesOptionsOutOfRange) {
  EXPECT_THROW(WatermarkDetector({.threshold = 0}), Error);
  EXPECT_THROW(WatermarkDetector({.speed_range = 0.2}), Error);
}

}  // namespace
}  // namespace driftwave
