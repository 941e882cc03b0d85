#include "vocoder/analysis.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "engine/core/error.h"
#include "engine/dsp/loudness.h"

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
  VocoderInput features{.mel = {}, .f0_hz = {100.0F}, .voicing = {1.0F}};
  shift_pitch(features, 12.0);
  EXPECT_FLOAT_EQ(features.f0_hz[0], 200.0F);
  shift_pitch(features, -24.0);
  EXPECT_FLOAT_EQ(features.f0_hz[0], 50.0F);
  EXPECT_THROW(shift_pitch(features, 25.0), Error);
  EXPECT_THROW(shift_pitch(features, NAN), Error);
}

}  // namespace
}  // namespace driftwave
