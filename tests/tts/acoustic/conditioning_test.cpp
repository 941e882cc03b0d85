#include "tts/acoustic/conditioning.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "engine/core/error.h"

namespace driftwave {
namespace {

const std::vector<int> kFrames = {2, 0, 3};

SpeakerPitch some_pitch() {
  return {.log_f0_mean = std::log(200.0), .log_f0_std = 0.25};
}

TEST(PhonemeOfFrame, RepeatsEachPhonemeOverItsFrames) {
  EXPECT_EQ(phoneme_of_frame(kFrames), (std::vector<std::int32_t>{0, 0, 2, 2, 2}));
}

TEST(PositionFeatures, AreSymmetricInThePhoneme) {
  const Array2<float> features = position_features(kFrames);
  ASSERT_EQ(features.rows(), 5U);
  EXPECT_FLOAT_EQ(features(3, 0), 0.5F);
  EXPECT_FLOAT_EQ(features(3, 1), 1.0F);
  EXPECT_FLOAT_EQ(features(2, 0) + features(4, 0), 1.0F);
  EXPECT_FLOAT_EQ(features(2, 3), features(4, 2));
  EXPECT_FLOAT_EQ(features(2, 2), 0.0F);
}

TEST(FramesFromLogDurations, KeepTheTotal) {
  const std::vector<float> logs(40, std::log1p(3.4F));
  const std::vector<int> frames = frames_from_log_durations(logs, 1.0, MelSettings{});
  EXPECT_EQ(std::accumulate(frames.begin(), frames.end(), 0), std::lround(40 * 3.4));
}

TEST(FramesFromLogDurations, ShrinkWithSpeedButKeepEveryPhone) {
  const std::vector<float> logs = {std::log1p(10.0F), std::log1p(0.1F), std::log1p(2.0F)};
  const std::vector<int> fast = frames_from_log_durations(logs, 8.0, MelSettings{});
  EXPECT_EQ(fast, (std::vector<int>{1, 0, 1}));
  EXPECT_EQ(frames_from_log_durations(logs, 0.5, MelSettings{}).front(), 20);
}

TEST(FramesFromLogDurations, CutRunawayPredictions) {
  const std::vector<float> logs = {80.0F};
  const MelSettings mel;
  EXPECT_EQ(frames_from_log_durations(logs, 1.0, mel).front(), std::lround(4.0 * mel.frames_per_second()));
}

TEST(VoicingFromLogit, IsSteeperThanTheProbability) {
  EXPECT_FLOAT_EQ(voicing_from_logit(0.0F), 0.5F);
  for (const float logit : {0.2F, 1.0F, 4.0F}) {
    EXPECT_GT(voicing_from_logit(logit), 1.0F / (1.0F + std::exp(-logit)));
    EXPECT_NEAR(voicing_from_logit(-logit), 1.0F - voicing_from_logit(logit), 1e-6F);
  }
}

TEST(PitchFeatures, CombPeaksAtHarmonics) {
  const AcousticConfig config;
  const std::vector<double> centres = mel_centres_hz(config.mel);
  // The pitch whose second harmonic is band 12's centre, and the one that has a valley there.
  const std::vector<float> f0 = {static_cast<float>(centres[12] / 2.0),
                                 static_cast<float>(centres[12] / 2.5)};
  const Array2<float> features = pitch_features(f0, std::vector<float>{1.0F, 1.0F}, config, some_pitch());
  ASSERT_EQ(features.cols(), static_cast<std::size_t>(pitch_feature_count(config)));
  EXPECT_NEAR(features(0, 14), 1.0F, 1e-4F);
  EXPECT_NEAR(features(1, 14), -1.0F, 1e-4F);
}

TEST(PitchFeatures, HaveNoCombWhereUnvoiced) {
  const Array2<float> features =
      pitch_features(std::vector<float>{200.0F}, std::vector<float>{0.0F}, AcousticConfig{}, some_pitch());
  EXPECT_NEAR(features(0, 0), 0.0F, 1e-5F);
  for (std::size_t i = 1; i < features.cols(); ++i) EXPECT_EQ(features(0, i), 0.0F) << i;
}

TEST(PitchFeatures, RejectBadPitch) {
  const AcousticConfig config;
  const std::vector<float> one = {1.0F};
  for (const float f0 : {0.0F, -5.0F, std::nanf(""), std::numeric_limits<float>::infinity()})
    EXPECT_THROW((void)pitch_features(std::vector<float>{f0}, one, config, some_pitch()), Error) << f0;
  EXPECT_THROW((void)pitch_features(std::vector<float>{200.0F, 201.0F}, one, config, some_pitch()), Error);
}

}  // namespace
}  // namespace driftwave
