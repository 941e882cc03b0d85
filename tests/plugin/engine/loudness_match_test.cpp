#include "plugin/engine/loudness_match.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/engine/dsp/signals.h"

namespace driftwave {
namespace {

constexpr double kRate = 48000;

double db(double gain) {
  return 20 * std::log10(gain);
}

TEST(KWeighting, HasTheGainsOfTheRecommendation) {
  // By sox's biquads with the coefficients of BS.1770-4, in dB: 100 Hz -1.1, 997 Hz +0.7, 10 kHz +4.0.
  const auto gain_db = [](double hz, double rate_hz) {
    KWeighting filter(rate_hz);
    double in = 0;
    double out = 0;
    for (int t = 0; t < static_cast<int>(2 * rate_hz); ++t) {
      const double x = std::sin(2 * std::numbers::pi * hz * t / rate_hz);
      const double y = filter.next(x);
      if (t < rate_hz) continue;
      in += x * x;
      out += y * y;
    }
    return 10 * std::log10(out / in);
  };
  for (const double rate : {44100.0, 48000.0, 96000.0}) {
    EXPECT_NEAR(gain_db(100, rate), -1.1, 0.1) << rate;
    EXPECT_NEAR(gain_db(997, rate), 0.69, 0.05) << rate;
    EXPECT_NEAR(gain_db(10000, rate), 4.0, 0.1) << rate;
  }
}

/// Listens to noise and a louder or softer copy of it.
void play(LoudnessMatch& match, double seconds, float wet_gain, float share_of_dry = 1, float scale = 0.1F,
          float side_gain = 0, float morph = 0) {
  static const std::vector<float> dry = test::white_noise(480000, 1);
  static const std::vector<float> other = test::white_noise(480000, 2);
  const float rest = std::sqrt(1 - share_of_dry * share_of_dry);
  for (std::size_t t = 0; t < static_cast<std::size_t>(seconds * kRate); ++t)
    match.listen({.dry = scale * dry[t],
                  .wet = scale * wet_gain * (share_of_dry * dry[t] + rest * other[t]),
                  .side = scale * side_gain * other[t],
                  .morph = morph});
}

TEST(LoudnessMatch, FindsTheGainWithinAFewTensOfMilliseconds) {
  for (const float wet : {0.2F, 1.0F, 4.0F}) {
    LoudnessMatch match(kRate);
    EXPECT_EQ(match.gain(), 1.0F);
    play(match, 0.3, wet);
    EXPECT_NEAR(db(match.gain()), -db(wet), 0.12 * std::abs(db(wet)) + 0.1);
    play(match, 3, wet);
    EXPECT_NEAR(db(match.gain()), -db(wet), 0.2);
  }
}

TEST(LoudnessMatch, StandsStillInPausesAndSilence) {
  LoudnessMatch match(kRate);
  play(match, 3, 2);
  const float before = match.gain();
  // A tail sounds on after the dry sound, or there is none.
  play(match, 2, 100, 1, 0.002F);
  play(match, 2, 0, 1, 0.0F);
  EXPECT_NEAR(db(match.gain()), db(before), 0.01);
}

TEST(LoudnessMatch, FollowsSoonerWhatIsTurned) {
  LoudnessMatch slow(kRate);
  play(slow, 6, 1);
  play(slow, 1, 4);
  LoudnessMatch soon(kRate);
  play(soon, 6, 1);
  soon.loosen();
  play(soon, 1, 4);
  EXPECT_GT(db(slow.gain()), -9.0);
  EXPECT_NEAR(db(soon.gain()), -12.0, 1.5);
}

TEST(LoudnessMatch, WantsTheSideChainsLoudnessAsItMorphs) {
  for (const float side : {1.0F, 0.1F}) {
    LoudnessMatch match(kRate);
    play(match, 3, 1, 1, 0.1F, side, 1);
    EXPECT_NEAR(db(match.gain()), db(side), 0.5) << side;
  }
}

TEST(LoudnessMatch, MixesWhatIsAlikeByAmplitudeAndTheRestByPower) {
  LoudnessMatch alike(kRate);
  play(alike, 3, 1, 1);
  LoudnessMatch apart(kRate);
  play(apart, 3, 1, 0);
  for (const float share : {0.0F, 1.0F}) EXPECT_EQ(apart.mix_gain(share, 1), 1.0F);
  EXPECT_NEAR(db(alike.mix_gain(0.5F, 1)), 0.0, 0.1);
  EXPECT_NEAR(db(apart.mix_gain(0.5F, 1)), 3.0, 0.2);
  EXPECT_NEAR(db(apart.mix_gain(0.25F, 1)), -10 * std::log10(0.5625 + 0.0625), 0.2);
}

TEST(LoudnessMatch, CountsNothingThatIsNotMadeFromTheDrySound) {
  LoudnessMatch match(kRate);
  for (int t = 0; t < 96000; ++t)
    match.listen(
        {.dry = 0.1F * static_cast<float>(t % 2), .wet = 0.01F * static_cast<float>(t % 2), .counts = false});
  EXPECT_EQ(match.gain(), 1.0F);
}

}  // namespace
}  // namespace driftwave
