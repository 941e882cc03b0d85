#include "engine/dsp/instantaneous_pitch.h"

#include <gtest/gtest.h>

#include "tests/engine/dsp/signals.h"

namespace driftwave {
namespace {

std::span<const float> around(const InstantaneousPitch& pitch, std::span<const float> audio, std::size_t t) {
  return audio.subspan(t - pitch.half_samples(), 2 * pitch.half_samples() + 1);
}

TEST(InstantaneousPitch, MendsARoughPitchToATenthOfAHertz) {
  const InstantaneousPitch pitch(44100, 1023);
  EXPECT_EQ(pitch.half_samples(), 882U);
  for (const double hz : {75.0, 110.0, 220.0, 440.0, 580.0}) {
    const test::LabelledSignal signal = test::glide({.from_hz = hz, .to_hz = hz}, 4000);
    for (const double error : {0.975, 0.99, 1.0, 1.01, 1.025})
      EXPECT_NEAR(pitch.refine(around(pitch, signal.audio, 2000), hz * error), hz, 0.1)
          << hz << " Hz times " << error;
  }
}

TEST(InstantaneousPitch, IsThePitchInTheMiddleOfAGlide) {
  const InstantaneousPitch pitch(44100, 882);
  // 500 Hz a second: 20 Hz within the window.
  const test::LabelledSignal signal = test::glide({.from_hz = 150, .to_hz = 400}, 22050);
  for (std::size_t t = 2000; t < 20000; t += 777)
    EXPECT_NEAR(pitch.refine(around(pitch, signal.audio, t), signal.f0_hz[t] * 1.02), signal.f0_hz[t], 0.3)
        << t;
}

TEST(InstantaneousPitch, KeepsTheRoughPitchWhenTheAudioSaysAnother) {
  const InstantaneousPitch pitch(44100, 882);
  const std::vector<float> tone = test::tone({.hz = 230}, 4000);
  EXPECT_EQ(pitch.refine(around(pitch, tone, 2000), 200.0), 200.0);
  EXPECT_EQ(pitch.refine(std::vector<float>(1765), 200.0), 200.0);
}

}  // namespace
}  // namespace driftwave
