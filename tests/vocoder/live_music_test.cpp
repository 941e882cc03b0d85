/// Live resynthesis as an instrument: bass notes, harmonies, retuning, and controls that move by themselves.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

#include "tests/engine/core/allocation_counter.h"
#include "tests/engine/dsp/voices.h"
#include "tests/vocoder/live_fixture.h"

namespace driftwave {
namespace {

using test::kRate;
using test::run_with;
using test::vocoder;

/// Harmonics that fall by 6 dB an octave below 1.2 kHz.
std::vector<float> note(double hz, std::size_t samples, double level = 0.06) {
  std::vector<float> out(samples);
  for (int k = 1; k * hz < 1200; ++k)
    for (std::size_t t = 0; t < samples; ++t)
      out[t] += static_cast<float>(
          level / k * std::sin(2 * std::numbers::pi * k * hz * static_cast<double>(t) / kRate + k));
  return out;
}

double periodicity(std::span<const float> x, double hz) {
  const auto lag = static_cast<std::size_t>(std::lround(kRate / hz));
  double cross = 0;
  double here = 1e-12;
  double there = 1e-12;
  for (std::size_t t = 0; t + lag < x.size(); ++t) {
    cross += static_cast<double>(x[t]) * x[t + lag];
    here += static_cast<double>(x[t]) * x[t];
    there += static_cast<double>(x[t + lag]) * x[t + lag];
  }
  return cross / std::sqrt(here * there);
}

/// Level of a sine in the second half.
double level_at(std::span<const float> x, double hz) {
  const auto half = x.last(x.size() / 2);
  std::complex<double> sum = 0;
  double weight = 0;
  for (std::size_t t = 0; t < half.size(); ++t) {
    const double place = static_cast<double>(t) / static_cast<double>(half.size());
    const double w = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * place);
    sum += w * static_cast<double>(half[t]) *
           std::polar(1.0, -2 * std::numbers::pi * hz * static_cast<double>(t) / kRate);
    weight += w;
  }
  return 20 * std::log10(2 * std::abs(sum) / weight + 1e-9);
}

TEST(LiveResynthesis, SingsBassNotesBelowTheRangeOfSpeech) {
  for (const double hz : {32.7, 41.2, 49.0, 55.0, 65.4}) {
    const std::vector<float> audio = note(hz, kRate);
    LiveResynthesis live(vocoder(), {});
    const std::vector<float> out = run_with(live, audio, 1, {});
    EXPECT_NEAR(live.pitch().heard_hz, hz, 0.01 * hz);
    EXPECT_GT(periodicity(std::span(out).last(kRate / 2), hz), 0.93) << hz;
    if (hz > 60) continue;  // in the range of speech
    LiveResynthesis before(vocoder(), {});
    const std::vector<float> was = run_with(before, audio, 1, {.is_first_generation = true});
    EXPECT_LT(periodicity(std::span(was).last(kRate / 2), hz), 0.75) << hz;
  }
}

TEST(LiveResynthesis, HearsNoBassInVoicesAndNoise) {
  for (const test::Voice& voice : test::difficult_voices()) {
    const std::vector<float> audio = test::sing(voice, kRate, 2 * kRate).audio;
    LiveResynthesis live(vocoder(), {.max_frames = 1, .max_steps = 0});
    FixedSteps none(0);
    std::vector<float> out(256);
    for (std::size_t done = 0; done + 256 <= audio.size(); done += 256) {
      live.process({.audio = std::span(audio).subspan(done, 256)}, {}, none, out);
      // The first frame is not there yet.
      const float heard_hz = live.pitch().heard_hz;
      ASSERT_TRUE(heard_hz == 0 || heard_hz > BassPitch::kHighestHz) << voice.name;
    }
  }
  const std::vector<float> noise = test::white_noise(2 * kRate, 4, 0.1F);
  LiveResynthesis live(vocoder(), {.max_frames = 1, .max_steps = 0});
  (void)run_with(live, noise, 0, {});
  EXPECT_LT(live.pitch().voicing, 0.5F);
}

LiveControls with_voice(const HarmonyVoice& voice) {
  LiveControls controls;
  controls.harmony[0] = voice;
  return controls;
}

TEST(LiveResynthesis, SingsInHarmonyWithinTheScale) {
  // A3 in C major: a third up is C4, a fifth up E4; in A major it is C#4.
  const std::vector<float> audio = note(220, 2 * kRate);
  LiveResynthesis live(vocoder(), {.harmony_voices = 3});
  const auto alone = run_with(live, audio, 1, {});
  live.reset();
  const auto third = run_with(live, audio, 1, with_voice({.sings = true, .steps = 2}));
  EXPECT_GT(level_at(third, 261.63), level_at(alone, 261.63) + 20);
  EXPECT_NEAR(level_at(third, 220), level_at(alone, 220), 2.0);
  EXPECT_LT(level_at(third, 277.18), level_at(third, 261.63) - 15);
  live.reset();
  LiveControls in_a = with_voice({.sings = true, .steps = 2});
  in_a.scale.root = 9;
  EXPECT_GT(level_at(run_with(live, audio, 1, in_a), 277.18), level_at(alone, 277.18) + 20);
  live.reset();
  const auto played = run_with(live, audio, 1, with_voice({.sings = true, .hz = 311.13F}));
  EXPECT_GT(level_at(played, 311.13), level_at(alone, 311.13) + 20);
}

TEST(LiveResynthesis, GivesTheFirstVoiceToTheBitWhileNoOtherSings) {
  const std::vector<float> audio = note(220, kRate);
  LiveResynthesis alone(vocoder(), {});
  LiveResynthesis choir(vocoder(), {.harmony_voices = 3});
  const auto want = run_with(alone, audio, 1, {});
  EXPECT_EQ(run_with(choir, audio, 1, {}), want);
  // A voice that sang and stopped leaves nothing behind.
  choir.reset();
  std::vector<float> out(audio.size());
  FixedSteps one(1);
  for (std::size_t done = 0; done + 100 <= audio.size(); done += 100)
    choir.process({.audio = std::span(audio).subspan(done, 100)},
                  with_voice({.sings = done < 4000, .steps = 2}), one, std::span(out).subspan(done, 100));
  EXPECT_NE(std::vector(out.begin(), out.begin() + 12000), std::vector(want.begin(), want.begin() + 12000));
  for (std::size_t t = 20000; t < 44000; ++t) ASSERT_EQ(out[t], want[t]) << t;
}

TEST(LiveResynthesis, GivesTheSameHarmonyForAnyBlocksAndAllocatesNothing) {
  const std::vector<float> audio = note(220, kRate / 2);
  LiveControls controls = with_voice({.sings = true, .steps = 2});
  controls.harmony[1] = {.sings = true, .steps = -3};
  controls.motion = {.wave_hz = 3, .wave = {.pitch_st = 1, .formant_st = 2}, .vibrato_st = 0.5F};
  controls.retune = 1;
  LiveResynthesis live(vocoder(), {.harmony_voices = 2});
  const auto whole = run_with(live, audio, 1, controls, audio.size());
  live.reset();
  const test::AllocationCounter allocations;
  std::vector<float> out(audio.size());
  const std::size_t at_first = allocations.count();
  FixedSteps one(1);
  for (std::size_t done = 0; done < audio.size(); done += 333) {
    const std::size_t count = std::min<std::size_t>(333, audio.size() - done);
    live.process({.audio = std::span(audio).subspan(done, count)}, controls, one,
                 std::span(out).subspan(done, count));
  }
  EXPECT_EQ(allocations.count(), at_first);
  EXPECT_EQ(out, whole);
}

TEST(LiveResynthesis, DrawsThePitchToTheScale) {
  const std::vector<float> flat = note(440 * std::exp2(-0.35 / 12), kRate);
  LiveResynthesis live(vocoder(), {});
  const auto cents_off = [&](float retune) {
    live.reset();
    (void)run_with(live, flat, 0, {.retune = retune, .scale = {.kind = ScaleKind::kChromatic}});
    return 1200 * std::log2(live.pitch().made_hz / 440);
  };
  EXPECT_NEAR(cents_off(0), -35, 3);
  EXPECT_NEAR(cents_off(0.5F), -17.5, 4);
  EXPECT_NEAR(cents_off(1), 0, 3);
}

/// The pitch that was made of a steady note, frame by frame, in semitones.
std::vector<float> pitches(const std::vector<float>& audio, const LiveControls& controls) {
  LiveResynthesis live(vocoder(), {.max_frames = 1, .max_steps = 0});
  FixedSteps none(0);
  std::vector<float> out(512);
  std::vector<float> all;
  for (std::size_t done = 0; done + 512 <= audio.size(); done += 512) {
    live.process({.audio = std::span(audio).subspan(done, 512)}, controls, none, out);
    all.push_back(12 * std::log2(live.pitch().made_hz / 220));
  }
  return all;
}

TEST(LiveMotion, WavesAtItsRateAndVibratesWithTheWheel) {
  const auto audio = note(220, 4 * kRate);
  LiveControls controls;
  controls.motion = {.wave_hz = 1, .wave = {.pitch_st = 3}};
  const auto slow = pitches(audio, controls);
  const auto crossings = [](const std::vector<float>& x) {
    int count = 0;
    for (std::size_t i = 90; i + 1 < x.size(); ++i) count += x[i] <= 0 && x[i + 1] > 0 ? 1 : 0;
    return count;
  };
  EXPECT_NEAR(crossings(slow), 3, 1);
  EXPECT_NEAR(*std::ranges::max_element(slow.begin() + 90, slow.end()), 3, 0.2);
  EXPECT_NEAR(*std::ranges::min_element(slow.begin() + 90, slow.end()), -3, 0.2);
  controls.motion = {.vibrato_st = 0.5F};
  const auto fast = pitches(audio, controls);
  EXPECT_NEAR(crossings(fast), 16, 2);
  EXPECT_NEAR(*std::ranges::max_element(fast.begin() + 90, fast.end()), 0.5, 0.15);
}

TEST(LiveMotion, FollowsTheLoudnessOfTheInput) {
  LiveControls controls;
  controls.motion = {.loudness = {.pitch_st = 12}};
  const auto highest = [&](double level) {
    const auto all = pitches(note(220, 2 * kRate, level), controls);
    return all.back();
  };
  // -10 dB and more is all of the way, -30 dB half.
  EXPECT_NEAR(highest(0.4), 12, 0.7);
  EXPECT_NEAR(highest(0.4 / 8), 6, 1.2);
}

}  // namespace
}  // namespace driftwave
