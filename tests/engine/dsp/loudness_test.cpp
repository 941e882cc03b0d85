#include "engine/dsp/loudness.h"

#include <gtest/gtest.h>

#include "tests/engine/dsp/signals.h"

namespace driftwave {
namespace {

TEST(Loudness, OfA997HzToneAtMinus23DbfsIsMinus23Lufs) {
  // A sine's RMS is 3.01 dB under its peak; BS.1770 gives a stereo pair of it its peak level, one
  // channel 3.01 less.
  const double amplitude = std::pow(10.0, -20.0 / 20.0);
  EXPECT_NEAR(loudness_lufs(test::tone({.hz = 997, .amplitude = amplitude}, 88200), 44100), -23.01, 0.1);
}

TEST(Loudness, OfShortAudioIsMeasuredAsIfRepeated) {
  const double whole = loudness_lufs(test::tone({.hz = 1000}, 44100), 44100);
  const double part = loudness_lufs(test::tone({.hz = 1000}, 4410), 44100);
  EXPECT_NEAR(whole, part, 0.2);
}

TEST(LoudnessGain, BringsAudioToTheTargetAndLeavesSilence) {
  std::vector<float> audio = test::white_noise(44100, 4, 0.01F);
  const double gain = loudness_gain(audio, 44100, kModelLoudnessLufs);
  for (float& x : audio) x *= static_cast<float>(gain);
  EXPECT_NEAR(loudness_lufs(audio, 44100), kModelLoudnessLufs, 0.1);
  EXPECT_EQ(loudness_gain(std::vector<float>(44100, 0.0F), 44100, -23), 1.0);
}

}  // namespace
}  // namespace driftwave
