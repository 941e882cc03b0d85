#include "engine/dsp/voice_metrics.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/core/error.h"
#include "engine/dsp/metrics.h"
#include "tests/engine/dsp/voices.h"

namespace driftwave {
namespace {

constexpr std::size_t kSecond = kMetricRateHz;

std::vector<float> voice(double from_hz, double to_hz, std::size_t samples = kSecond) {
  return test::glide({.from_hz = from_hz, .to_hz = to_hz, .rate_hz = kMetricRateHz}, samples).audio;
}

TEST(VoiceDistances, AreZeroBetweenASoundAndItself) {
  const auto audio = voice(150, 200);
  const VoiceDistances same = voice_distances(audio, audio);
  EXPECT_EQ(same.mel_cepstral_db, 0);
  EXPECT_EQ(same.mel_cepstral_dtw_db, 0);
  EXPECT_EQ(same.f0_rmse_cents, 0);
  EXPECT_EQ(same.voicing_error, 0);
  EXPECT_EQ(same.periodicity_error, 0);
  EXPECT_EQ(same.loudness_lu, 0);
}

TEST(VoiceDistances, HearASemitoneAndALevelEachInItsOwnMeasure) {
  auto higher = voice(150 * std::exp2(1.0 / 12), 200 * std::exp2(1.0 / 12));
  for (float& x : higher) x *= 0.5F;
  const VoiceDistances d = voice_distances(voice(150, 200), higher);
  EXPECT_NEAR(d.f0_rmse_cents, 100, 3);
  EXPECT_NEAR(d.loudness_lu, -6.02, 0.1);
  EXPECT_LT(d.voicing_error, 0.02);
}

TEST(VoiceDistances, OfATiltIsThatOfTheFormula) {
  // Cepstra are of the logarithm: a gain in all bands alone changes coefficient 0 only.
  auto louder = test::white_noise(kSecond, 3, 0.05F);
  const auto noise = louder;
  for (float& x : louder) x *= 2.0F;
  EXPECT_NEAR(voice_distances(noise, louder).mel_cepstral_db, 0, 0.01);
  const Array2<float> a = mel_cepstra(noise);
  const Array2<float> b = mel_cepstra(louder);
  EXPECT_NEAR(b(20, 0) - a(20, 0), std::sqrt(80.0) * std::log(2.0), 1e-3);
}

TEST(VoiceDistances, ForgiveAnotherPaceOnlyWithAlignment) {
  // A glide through many notes, and the same one slower.
  const VoiceDistances d = voice_distances(voice(100, 400), voice(100, 400, kSecond * 13 / 10));
  EXPECT_LT(d.mel_cepstral_dtw_db, 0.6 * d.mel_cepstral_db);
}

TEST(VoiceDistances, CountFramesThatLoseTheirVoice) {
  const auto audio = voice(150, 160, 2 * kSecond);
  auto half = audio;
  const auto noise = test::white_noise(2 * kSecond, 5, 0.1F);
  std::copy(noise.begin() + static_cast<std::ptrdiff_t>(kSecond), noise.end(),
            half.begin() + static_cast<std::ptrdiff_t>(kSecond));
  const VoiceDistances d = voice_distances(audio, half);
  EXPECT_NEAR(d.voicing_error, 0.5, 0.06);
  EXPECT_GT(d.periodicity_error, 0.3);
}

TEST(VoiceDistances, TakeSilence) {
  const std::vector<float> silence(kSecond);
  const VoiceDistances d = voice_distances(silence, silence);
  EXPECT_TRUE(std::isnan(d.f0_rmse_cents));
  EXPECT_TRUE(std::isnan(d.loudness_lu));
  EXPECT_THROW((void)voice_distances({}, silence), Error);
}

TEST(VoiceDistances, RewardNoSilence) {
  const std::vector<float> silence(kSecond);
  const VoiceDistances d = voice_distances(voice(150, 200), silence);
  EXPECT_TRUE(std::isnan(d.f0_rmse_cents));
  EXPECT_TRUE(std::isnan(d.loudness_lu));
  EXPECT_GT(d.mel_cepstral_db, 1);
  EXPECT_GT(d.voicing_error, 0.9);
  const VoiceStatistics s = voice_statistics(silence);
  for (const double absent : {s.loudness_lufs, s.f0_median_hz, s.f0_spread_st, s.periodicity})
    EXPECT_TRUE(std::isnan(absent));
  EXPECT_EQ(s.voiced_share, 0);
}

TEST(VoiceStatistics, DescribeAVoice) {
  auto audio =
      test::sing({.name = "vibrato",
                  .f0_hz = [](double t) { return 200 * std::exp2(0.1 * std::sin(2 * M_PI * 5 * t)); }},
                 kMetricRateHz, 2 * kSecond)
          .audio;
  audio.resize(4 * kSecond);
  const VoiceStatistics s = voice_statistics(audio);
  EXPECT_NEAR(s.f0_median_hz, 200, 4);
  EXPECT_NEAR(s.f0_spread_st, 1.2 / std::sqrt(2.0), 0.1);
  EXPECT_NEAR(s.voiced_share, 0.5, 0.03);
  EXPECT_NEAR(s.silence_share, 0.5, 0.03);
  EXPECT_GT(s.periodicity, 0.8);
  EXPECT_LT(s.peak_db, 0);
  EXPECT_THROW((void)voice_statistics({}), Error);
}

}  // namespace
}  // namespace driftwave
