#include "vocoder/frame_shaper.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/core/error.h"
#include "tests/engine/dsp/signals.h"

namespace driftwave {
namespace {

constexpr float kFloor = -9.2103404F;  // ln 1e-4

/// The mel of one frame of a steady sound with harmonics of f0 under an envelope with a peak.
std::vector<float> mel_of(double f0_hz, double formant_hz = 0) {
  std::vector<float> audio(8192);
  for (std::size_t t = 0; t < audio.size(); ++t)
    for (int k = 1; k * f0_hz < 16000; ++k) {
      const double octaves = formant_hz > 0 ? std::log2(k * f0_hz / formant_hz) : 0.0;
      audio[t] +=
          static_cast<float>(0.05 * std::exp(-2 * octaves * octaves) *
                             std::cos(2 * std::numbers::pi * k * f0_hz * static_cast<double>(t) / 44100));
    }
  const Array2<float> mel = log_mel(audio, {});
  const auto row = mel.row(8);
  return {row.begin(), row.end()};
}

std::vector<float> shaped(FrameShaper& shaper, std::vector<float> mel, const LiveControls& controls,
                          float f0_hz = 200, float voicing = 1) {
  ShapedFrame frame{.mel = mel, .f0_hz = f0_hz, .voicing = voicing};
  shaper.shape(frame, {}, controls);
  return mel;
}

/// Where the power lies, as the mean of its octaves.
double centre_hz(std::span<const float> mel) {
  const std::vector<double> centres = mel_centres_hz({});
  double sum = 0;
  double moment = 0;
  for (std::size_t b = 1; b + 1 < mel.size(); ++b) {
    const double power = std::exp(2.0 * mel[b]) * std::log2(centres[b + 1] / centres[b - 1]);
    sum += power;
    moment += power * std::log2(centres[b]);
  }
  return std::exp2(moment / sum);
}

/// How well the mel's ripple fits harmonics of f0: mean at the harmonics less mean between them, in nepers.
double ripple_at(std::span<const float> mel, double f0_hz) {
  const std::vector<double> centres = mel_centres_hz({});
  double at = 0;
  double between = 0;
  int count = 0;
  const auto value = [&](double hz) {
    const auto upper = static_cast<std::size_t>(std::ranges::upper_bound(centres, hz) - centres.begin());
    const double share = (hz - centres[upper - 1]) / (centres[upper] - centres[upper - 1]);
    return mel[upper - 1] + share * (mel[upper] - mel[upper - 1]);
  };
  for (int k = 2; k * f0_hz < 1200; ++k, ++count) {
    at += value(k * f0_hz);
    between += 0.5 * (value((k - 0.5) * f0_hz) + value((k + 0.5) * f0_hz));
  }
  return (at - between) / count;
}

TEST(FrameShaper, ChangesNothingAtRest) {
  FrameShaper shaper({});
  const auto mel = mel_of(200);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(shaped(shaper, mel, {}), mel);
}

TEST(FrameShaper, MovesTheEnvelopeByTheFormantAndLeavesTheHarmonics) {
  for (const float st : {-7.0F, 5.0F, 12.0F}) {
    FrameShaper shaper({});
    const auto out = shaped(shaper, mel_of(200, 1500), {.formant_st = st});
    EXPECT_NEAR(std::log2(centre_hz(out) / centre_hz(mel_of(200, 1500))) * 12, st, 1.0) << st;
    EXPECT_GT(ripple_at(out, 200), 0.5 * ripple_at(mel_of(200, 1500), 200)) << st;
  }
}

TEST(FrameShaper, MovesTheHarmonicsByThePitchAndLeavesTheEnvelope) {
  for (const float st : {-5.0F, 7.0F}) {
    FrameShaper shaper({});
    auto mel = mel_of(200);
    ShapedFrame frame{.mel = mel, .f0_hz = 200, .voicing = 1};
    shaper.shape(frame, {}, {.pitch_st = st});
    const double moved_hz = 200 * std::exp2(st / 12);
    EXPECT_NEAR(frame.f0_hz, moved_hz, 0.1);
    EXPECT_GT(ripple_at(mel, moved_hz), 0.8) << st;
    EXPECT_LT(ripple_at(mel, 200), 0.5 * ripple_at(mel, moved_hz)) << st;
    FrameShaper other({});
    const auto moved = shaped(other, mel_of(200, 2500), {.pitch_st = st});
    EXPECT_NEAR(std::log2(centre_hz(moved) / centre_hz(mel_of(200, 2500))) * 12, 0.0, 1.0) << st;
  }
}

TEST(FrameShaper, TiltsByDecibelsAnOctaveAroundOneKilohertz) {
  FrameShaper shaper({});
  const auto mel = mel_of(200);
  const auto out = shaped(shaper, mel, {.tilt_db_per_octave = 3});
  const std::vector<double> centres = mel_centres_hz({});
  for (std::size_t b = 4; b < mel.size() - 20; ++b) {
    if (mel[b] < -8) continue;
    EXPECT_NEAR((out[b] - mel[b]) * 20 / std::numbers::ln10, 3 * std::log2(centres[b] / 1000), 0.05) << b;
  }
}

TEST(FrameShaper, LetsColoursLingerForTheTimeOfSmear) {
  FrameShaper shaper({});
  const LiveControls controls{.smear_seconds = 0.5F};
  const auto loud = mel_of(200);
  for (int i = 0; i < 40; ++i) (void)shaped(shaper, loud, controls);
  const std::vector<float> silence(loud.size(), kFloor);
  const auto band = static_cast<std::size_t>(std::ranges::max_element(loud) - loud.begin());
  // 60 dB in 0.5 s is 12 dB in a tenth of a second.
  std::vector<float> out;
  for (int i = 0; i < 9; ++i) out = shaped(shaper, silence, controls);
  EXPECT_NEAR((loud[band] - out[band]) * 20 / std::numbers::ln10, 60 * (9 * 512.0 / 44100) / 0.5, 1.0);
  for (int i = 0; i < 120; ++i) out = shaped(shaper, silence, controls);
  EXPECT_LT(*std::ranges::max_element(out), kFloor + 0.7);
}

TEST(FrameShaper, HoldsTheFrameThatWasFrozen) {
  FrameShaper shaper({});
  const auto held = mel_of(200);
  (void)shaped(shaper, held, {.freeze = true});
  auto other = mel_of(300);
  ShapedFrame frame{.mel = other, .f0_hz = 300, .voicing = 0, .gain = 5};
  shaper.shape(frame, {}, {.freeze = true});
  EXPECT_EQ(other, held);
  EXPECT_EQ(frame.f0_hz, 200);
  EXPECT_EQ(frame.voicing, 1);
  EXPECT_EQ(frame.gain, 1);
  EXPECT_EQ(shaped(shaper, mel_of(300), {}), mel_of(300));
}

TEST(FrameShaper, HoldsThroughAResetWhatWasHeldOrGiven) {
  FrameShaper shaper({});
  EXPECT_EQ(shaper.held(), nullptr);
  const auto held = mel_of(200);
  (void)shaped(shaper, held, {.freeze = true});
  shaper.reset();
  EXPECT_EQ(shaped(shaper, mel_of(300), {.freeze = true}), held);
  ASSERT_NE(shaper.held(), nullptr);
  const HeldFrame kept = *shaper.held();
  FrameShaper other({});
  other.hold(kept);
  EXPECT_EQ(shaped(other, mel_of(300), {}), mel_of(300));
  EXPECT_EQ(shaped(other, mel_of(300), {.freeze = true}), held);
  // Let go, it is forgotten.
  EXPECT_EQ(shaped(other, mel_of(300), {}), mel_of(300));
  EXPECT_EQ(other.held(), nullptr);
  EXPECT_EQ(shaped(other, mel_of(250), {.freeze = true}), mel_of(250));
  // Of another model.
  other.hold({.mel = {1, 2, 3}});
  EXPECT_EQ(shaped(other, mel_of(300), {.freeze = true}), mel_of(250));
}

TEST(FrameShaper, WaitsInSilenceForASoundToHoldAndForItsAttack) {
  FrameShaper shaper({});
  const auto frame_of = [&](double f0_hz, float power) {
    std::vector<float> mel = mel_of(f0_hz);
    ShapedFrame frame{.mel = mel, .f0_hz = 200, .voicing = 1, .power = power};
    shaper.shape(frame, {}, {.freeze = true});
    return mel;
  };
  for (int i = 0; i < 50; ++i) EXPECT_EQ(frame_of(100, 1e-8F), mel_of(100));
  EXPECT_EQ(shaper.held(), nullptr);
  EXPECT_EQ(frame_of(150, 1e-4F), mel_of(150));
  EXPECT_EQ(frame_of(200, 1e-3F), mel_of(200));
  EXPECT_EQ(frame_of(250, 1e-2F), mel_of(250));
  for (int i = 0; i < 20; ++i) EXPECT_EQ(frame_of(300, 1e-3F), mel_of(250));
  // Long after the attack nothing takes its place.
  EXPECT_EQ(frame_of(300, 1.0F), mel_of(250));
}

TEST(FrameShaper, MorphsBetweenTwoMels) {
  FrameShaper shaper({});
  auto mel = mel_of(200);
  const auto side = mel_of(90, 4000);
  ShapedFrame frame{.mel = mel, .f0_hz = 200, .voicing = 1};
  shaper.shape(frame, side, {.morph = 0.5F});
  const auto before = mel_of(200);
  for (std::size_t b = 0; b < mel.size(); ++b) EXPECT_NEAR(mel[b], 0.5F * (before[b] + side[b]), 1e-4F);
}

TEST(FrameShaper, GlidesToTheRobotsNote) {
  FrameShaper shaper({});
  const auto f0_after = [&](int frames, float robot_hz, float glide) {
    float f0 = 0;
    for (int i = 0; i < frames; ++i) {
      auto mel = mel_of(200);
      ShapedFrame frame{.mel = mel, .f0_hz = 200, .voicing = 1};
      shaper.shape(frame, {}, {.robot_hz = robot_hz, .glide_seconds = glide});
      f0 = frame.f0_hz;
    }
    return f0;
  };
  EXPECT_NEAR(f0_after(1, 110, 0.0F), 110, 0.01);
  const float near_start = f0_after(1, 220, 0.1F);
  EXPECT_GT(near_start, 110);
  EXPECT_LT(near_start, 170);
  EXPECT_NEAR(f0_after(9, 220, 0.1F), 220, 10);
  EXPECT_EQ(f0_after(1, 0, 0), 200);
}

TEST(FrameShaper, GivesAVoiceToWhatHasNone) {
  FrameShaper shaper({});
  auto mel = mel_of(200);
  ShapedFrame frame{.mel = mel, .f0_hz = 200, .voicing = 0};
  shaper.shape(frame, {}, {.tone = 0.6F});
  EXPECT_FLOAT_EQ(frame.voicing, 0.6F);
}

TEST(FrameShaper, FollowsItsControlsSoftlyAndBeginsWhereTheyAre) {
  FrameShaper shaper({});
  (void)shaped(shaper, mel_of(200), {.pitch_st = 12});
  EXPECT_EQ(shaper.controls().pitch_st, 12);
  (void)shaped(shaper, mel_of(200), {});
  EXPECT_GT(shaper.controls().pitch_st, 4);
  for (int i = 0; i < 40; ++i) (void)shaped(shaper, mel_of(200), {});
  EXPECT_EQ(shaper.controls().pitch_st, 0);
}

TEST(FrameShaper, RefusesAMelThatIsNotLogarithmic) {
  MelSettings settings;
  settings.scale = MelScale::kUnitDecibels;
  EXPECT_THROW(FrameShaper{settings}, Error);
}

}  // namespace
}  // namespace driftwave
