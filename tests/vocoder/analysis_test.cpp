#include "vocoder/analysis.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "engine/core/error.h"
#include "engine/dsp/loudness.h"
#include "tests/engine/dsp/signals.h"

namespace driftwave {
namespace {

std::vector<float> tone(float gain) {
  std::vector<float> audio(44100);
  for (std::size_t t = 0; t < audio.size(); ++t) {
    for (int k = 1; k <= 8; ++k) {
      audio[t] +=
          gain * static_cast<float>(
                     std::sin(2.0 * std::numbers::pi * 200.0 * k * static_cast<double>(t) / 44100.0) / k);
    }
  }
  return audio;
}

TEST(Analysis, HearsLoudAndSoftRecordingsAlike) {
  const Analysis loud = analyze(tone(0.3F), {});
  const Analysis soft = analyze(tone(0.003F), {});
  EXPECT_NEAR(soft.gain / loud.gain, 100.0, 0.5);
  const std::size_t middle = loud.features.mel.rows() / 2;
  EXPECT_NEAR(loud.features.mel(middle, 10), soft.features.mel(middle, 10), 1e-3F);
}

TEST(Analysis, GivesMelAndPitchOfTheSameFrames) {
  const Analysis analysis = analyze(tone(0.1F), {});
  EXPECT_EQ(analysis.features.mel.rows(), MelSettings{}.frames_of(44100));
  EXPECT_EQ(analysis.features.f0_hz.size(), analysis.features.mel.rows());
  EXPECT_NEAR(analysis.features.f0_hz[40], 200.0F, 1.0F);
  EXPECT_EQ(analysis.features.voicing[40], 1.0F);
}

TEST(ShiftPitch, CountsInSemitones) {
  const MelSettings settings;
  VocoderInput features{.mel = Array2<float>(1, 128, -3.0F), .f0_hz = {100.0F}, .voicing = {1.0F}};
  features.phase_rad = {0.5F};
  shift_pitch(features, settings, 12.0);
  EXPECT_FLOAT_EQ(features.f0_hz[0], 200.0F);
  EXPECT_TRUE(features.phase_rad.empty());
  shift_pitch(features, settings, -24.0);
  EXPECT_FLOAT_EQ(features.f0_hz[0], 50.0F);
  EXPECT_THROW(shift_pitch(features, settings, 25.0), Error);
  EXPECT_THROW(shift_pitch(features, settings, NAN), Error);
}

TEST(ShiftPitch, MovesTheRippleOfHarmonicsAndKeepsTheEnvelope) {
  const MelSettings settings;
  const auto voice = [&](double hz) {
    return analyze(test::glide({.from_hz = hz, .to_hz = hz, .harmonics = 60}, 22050).audio, settings)
        .features;
  };
  VocoderInput moved = voice(200);
  shift_pitch(moved, settings, 12 * std::log2(1.4));
  const VocoderInput want = voice(280);
  const VocoderInput unmoved = voice(200);
  // Up to 2 kHz, where bands are narrow enough to see harmonics.
  const auto difference = [&](const VocoderInput& got) {
    double sum = 0;
    for (std::size_t n = 10; n < 30; ++n)
      for (std::size_t m = 6; m < 60; ++m) sum += std::abs(got.mel(n, m) - want.mel(n, m));
    return sum / (20 * 54);
  };
  EXPECT_LT(difference(moved), 0.7 * difference(unmoved));
}

}  // namespace
}  // namespace driftwave
