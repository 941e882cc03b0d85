/// The shipped vocoder on live audio.
#include "vocoder/live_resynthesis.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numeric>
#include <random>

#include "engine/core/error.h"
#include "engine/streaming/deadline.h"
#include "tests/engine/core/allocation_counter.h"
#include "tests/engine/core/lock_counter.h"
#include "tests/engine/dsp/voices.h"
#include "tests/vocoder/live_fixture.h"

namespace driftwave {
namespace {

using test::kRate;
using test::run_with;
using test::vocoder;

std::vector<float> singing(std::size_t samples) {
  return test::sing(test::difficult_voices().front(), kRate, samples).audio;
}

/// Through `live` in blocks of the sizes that `next_block` gives.
template <typename NextBlock>
std::vector<float> run(LiveResynthesis& live, std::span<const float> audio, int steps, NextBlock next_block,
                       const LiveControls& controls = {}) {
  FixedSteps governor(steps);
  std::vector<float> out(audio.size());
  for (std::size_t done = 0; done < audio.size();) {
    const std::size_t count = std::min<std::size_t>(next_block(), audio.size() - done);
    live.process({.audio = audio.subspan(done, count)}, controls, governor,
                 std::span(out).subspan(done, count));
    done += count;
  }
  return out;
}

/// Of the samples, over 5 ms.
std::vector<double> envelope(std::span<const float> audio) {
  constexpr std::size_t kWidth = 221;
  std::vector<double> result(audio.size());
  double sum = 0;
  for (std::size_t i = 0; i < audio.size(); ++i) {
    sum += std::abs(audio[i]);
    if (i >= kWidth) sum -= std::abs(audio[i - kWidth]);
    result[i] = sum;
  }
  const double mean = std::accumulate(result.begin(), result.end(), 0.0) / static_cast<double>(result.size());
  for (double& x : result) x -= mean;
  return result;
}

TEST(LiveResynthesis, GivesTheSamplesOfOfflineAnalysisAndSynthesisLateByWhatItReports) {
  const std::vector<float> audio = singing(kRate);
  LiveResynthesis live(vocoder(), {.max_steps = 2, .seed = 5, .follow_phase = false, .level_db = 0.0});
  // The breath of low tones is live's own; without it, nothing differs.
  const std::vector<float> out = run(live, audio, 2, [] { return 500; }, {.is_first_generation = true});

  MelStream mel(vocoder().mel_settings());
  PitchStream pitch({});
  VocoderInput input{Array2<float>(mel.settings().frames_of(audio.size()), 128), {}, {}};
  std::size_t row = 0;
  const auto keep_mel = [&](const MelFrame& frame) {
    std::ranges::copy(frame.mel, input.mel.row(row++).begin());
  };
  const auto keep_pitch = [&](const PitchFrame& frame) {
    input.f0_hz.push_back(frame.f0_hz);
    input.voicing.push_back(frame.voicing);
  };
  mel.push(audio, keep_mel);
  mel.flush(keep_mel);
  pitch.push(audio, keep_pitch);
  pitch.flush(keep_pitch);
  const std::vector<float> whole = vocoder().synthesize(input, {.steps = 2, .seed = 5, .corrections = 0});
  for (std::size_t t = 0; t + live.latency_samples() < out.size(); ++t)
    ASSERT_EQ(out[t + live.latency_samples()], whole[t]) << t;
}

TEST(LiveResynthesis, FollowsThePhaseOfTheFundamental) {
  const std::vector<float> audio = singing(2 * kRate);
  const auto likeness = [&](bool follow_phase, float pitch_st) {
    LiveResynthesis live(vocoder(), {.max_steps = 1, .pitch_st = pitch_st, .follow_phase = follow_phase});
    const std::vector<float> out = run(live, audio, 1, [] { return 700; });
    const std::size_t late = live.latency_samples();
    double cross = 0;
    double in = 0;
    double made = 0;
    for (std::size_t t = kRate / 2; t + late < out.size(); ++t) {
      cross += static_cast<double>(audio[t]) * out[t + late];
      in += static_cast<double>(audio[t]) * audio[t];
      made += static_cast<double>(out[t + late]) * out[t + late];
    }
    return cross / std::sqrt(in * made);
  };
  const double with = likeness(true, 0.0F);
  EXPECT_GT(with, 0.5);
  EXPECT_GT(with, likeness(false, 0.0F) + 0.2);
  EXPECT_EQ(likeness(true, 3.0F), likeness(false, 3.0F));
}

TEST(LiveResynthesis, ReportsTheLatencyThatCorrelationFinds) {
  LiveResynthesis live(vocoder(), {.max_steps = 1});
  EXPECT_LE(live.latency_samples(), static_cast<std::size_t>(kRate / 10));
  // Bursts of noise at irregular times.
  std::mt19937 generator(4);
  std::normal_distribution<float> normal(0.0F, 0.1F);
  std::vector<float> audio(3 * kRate);
  for (std::size_t i = 0; i < audio.size();) {
    const std::size_t end = std::min(audio.size(), i + 1500 + generator() % 6000);
    const bool sounds = generator() % 2 == 0;
    for (; i < end; ++i) audio[i] = sounds ? normal(generator) : 0.0F;
  }
  const std::vector<float> out = run(live, audio, 1, [] { return 64; });
  const std::vector<double> in_envelope = envelope(audio);
  const std::vector<double> out_envelope = envelope(out);
  std::size_t best = 0;
  double highest = 0;
  for (std::size_t lag = 0; lag < 8192; lag += 8) {
    double sum = 0;
    for (std::size_t t = lag; t < out.size(); t += 8) sum += in_envelope[t - lag] * out_envelope[t];
    if (sum > highest) {
      highest = sum;
      best = lag;
    }
  }
  EXPECT_NEAR(static_cast<double>(best), static_cast<double>(live.latency_samples()), 0.002 * kRate);
}

TEST(LiveResynthesis, GivesTheSameSamplesForAnyBlocks) {
  const std::vector<float> audio = singing(kRate / 2);
  for (const std::size_t lag : {0U, 2U}) {
    LiveResynthesis live(vocoder(), {.max_steps = 1, .pitch_lag_frames = lag});
    const std::vector<float> whole = run(live, audio, 1, [&] { return audio.size(); });
    live.reset();
    EXPECT_EQ(run(live, audio, 1, [] { return 1; }), whole);
    std::mt19937 generator(1);
    for (int round = 0; round < 4; ++round) {
      live.reset();
      EXPECT_EQ(run(live, audio, 1, [&] { return 1 + generator() % 3000; }), whole);
    }
    live.reset();
    EXPECT_EQ(live.latency_samples(), 4095U + lag * 512);
  }
}

TEST(LiveResynthesis, NeitherAllocatesNorLocks) {
  const std::vector<float> audio = singing(8192);
  LiveResynthesis live(vocoder(), {.max_steps = 1});
  DeadlineGovernor governor({.max_steps = 1});
  std::vector<float> out(512);
  const test::AllocationCounter allocations;
  const test::LockCounter locks;
  for (std::size_t i = 0; i < 150; ++i) {
    governor.start(std::chrono::milliseconds(11));
    live.process(std::span(audio).subspan(i % 15 * 512, 1 + 37 * i % 512), governor, out);
    governor.finish();
    if (i == 100) live.reset();
  }
  EXPECT_EQ(allocations.count(), 0U);
  EXPECT_EQ(locks.count(), 0U);
}

TEST(LiveResynthesis, FollowsTheLevelOfItsInput) {
  const std::vector<float> audio = singing(2 * kRate);
  const auto level_db = [](std::span<const float> x) {
    double sum = 0;
    for (const float v : x) sum += static_cast<double>(v) * v;
    return 10 * std::log10(sum / static_cast<double>(x.size()));
  };
  LiveResynthesis live(vocoder(), {.max_steps = 0});
  for (const float gain : {1.0F, 0.03F}) {
    std::vector<float> scaled(audio);
    for (float& x : scaled) x *= gain;
    live.reset();
    const std::vector<float> out = run(live, scaled, 0, [] { return 4096; });
    const auto later = std::span(out).last(kRate);
    EXPECT_NEAR(level_db(later), level_db(std::span(scaled).last(kRate)), 3.0) << gain;
  }
}

TEST(LiveResynthesis, IsSilentInSilenceAndSurvivesNaN) {
  LiveResynthesis live(vocoder(), {.max_steps = 1});
  std::vector<float> audio(kRate / 2, 0.0F);
  for (const float x : run(live, audio, 1, [] { return 512; })) ASSERT_LT(std::abs(x), 3e-5F);  // -90 dB
  live.reset();
  audio[1000] = std::nanf("");
  audio[1001] = HUGE_VALF;
  for (const float x : run(live, audio, 1, [] { return 512; })) ASSERT_TRUE(std::isfinite(x));
  EXPECT_EQ(live.mended_samples(), 2U);
}

double snr_db(std::span<const float> made, std::span<const float> wanted) {
  double signal = 0;
  double error = 1e-20;
  for (std::size_t t = 0; t < wanted.size(); ++t) {
    signal += static_cast<double>(wanted[t]) * wanted[t];
    error += std::pow(static_cast<double>(made[t]) - wanted[t], 2.0);
  }
  return 10 * std::log10(signal / error);
}

TEST(LiveResynthesis, KeepsTheInputsOwnSoundAsStrengthFalls) {
  const std::vector<float> audio = singing(kRate);
  std::vector<double> snrs;
  for (const float strength : {0.0F, 0.3F, 0.6F, 1.0F}) {
    LiveResynthesis live(vocoder(), {});
    const std::vector<float> out = run_with(live, audio, 4, {.strength = strength});
    const std::size_t late = live.latency_samples();
    snrs.push_back(snr_db(std::span(out).subspan(late + 8192, 20000), std::span(audio).subspan(8192, 20000)));
  }
  EXPECT_GT(snrs[0], 40.0);
  for (std::size_t i = 1; i < snrs.size(); ++i) EXPECT_LT(snrs[i], snrs[i - 1] - 1.0) << i;
}

TEST(LiveResynthesis, GivesTheSameSamplesForAnyBlocksWhenEverythingIsTurned) {
  const std::vector<float> audio = singing(kRate / 2);
  const LiveControls controls{.pitch_st = 2,
                              .formant_st = -3,
                              .tilt_db_per_octave = 1,
                              .smear_seconds = 0.3F,
                              .tone = 0.2F,
                              .strength = 0.5F,
                              .harmonics = 0.7F,
                              .breath = 1.4F};
  LiveResynthesis live(vocoder(), {});
  const std::vector<float> want = run_with(live, audio, 2, controls);
  for (const std::size_t block : {1U, 512U, 5000U}) {
    live.reset();
    EXPECT_EQ(run_with(live, audio, 2, controls, block), want) << block;
  }
  LiveControls kept = controls;
  kept.pitch_st = 0;
  live.reset();
  const std::vector<float> with_phase = run_with(live, audio, 2, kept);
  live.reset();
  EXPECT_EQ(run_with(live, audio, 2, kept, 3000), with_phase);
}

TEST(LiveResynthesis, GivesNothingWithoutHarmonicsAndBreath) {
  LiveResynthesis live(vocoder(), {});
  const std::vector<float> audio = singing(kRate);
  const auto loud = [](std::span<const float> x) {
    double sum = 0;
    for (const float v : x) sum += static_cast<double>(v) * v;
    return 10 * std::log10(sum / static_cast<double>(x.size()) + 1e-20);
  };
  const double whole = loud(run_with(live, audio, 0, {}));
  live.reset();
  EXPECT_LT(loud(run_with(live, audio, 0, {.harmonics = 0, .breath = 0})), whole - 100);
  live.reset();
  const double sung = loud(run_with(live, audio, 0, {.breath = 0}));
  live.reset();
  const double breathed = loud(run_with(live, audio, 0, {.harmonics = 0}));
  EXPECT_NEAR(sung, whole, 2.0);
  EXPECT_LT(breathed, whole - 3.0);
}

TEST(LiveResynthesis, HoldsTheSoundWhileFrozen) {
  std::vector<float> audio = singing(2 * kRate);
  std::fill(audio.begin() + kRate, audio.end(), 0.0F);
  LiveResynthesis live(vocoder(), {});
  FixedSteps none(0);
  std::vector<float> out(audio.size());
  for (std::size_t done = 0; done < audio.size(); done += 512) {
    const std::size_t count = std::min<std::size_t>(512, audio.size() - done);
    live.process({.audio = std::span(audio).subspan(done, count)}, {.freeze = done > kRate - 8192}, none,
                 std::span(out).subspan(done, count));
  }
  const auto power = [](std::span<const float> x) {
    double sum = 0;
    for (const float v : x) sum += static_cast<double>(v) * v;
    return sum / static_cast<double>(x.size());
  };
  EXPECT_NEAR(
      10 * std::log10(power(std::span(out).last(20000)) / power(std::span(out).subspan(kRate - 8192, 8192))),
      0.0, 3.0);
}

TEST(LiveResynthesis, TakesItsColourFromTheSideChain) {
  // A tone above, noise below: morphed all the way, the sound has the side chain's spectrum.
  std::vector<float> audio = singing(kRate);
  const auto side = test::tone({.hz = 5000, .amplitude = 0.3}, kRate);
  const auto high_share = [&](float morph) {
    LiveResynthesis live(vocoder(), {.has_side_chain = true});
    FixedSteps none(0);
    std::vector<float> out(audio.size());
    live.process({.audio = audio, .side = side}, {.morph = morph}, none, out);
    double all = 0;
    std::complex<double> at = 0;
    for (std::size_t t = 20000; t < out.size(); ++t) {
      all += static_cast<double>(out[t]) * out[t];
      const double next = t > 20000 ? out[t] - out[t - 1] : 0.0;
      at += next * next;
    }
    return at.real() / all;  // 2 - 2 cos of the mean frequency
  };
  EXPECT_LT(high_share(0.0F), 0.1);
  EXPECT_GT(high_share(1.0F), 0.3);
}

TEST(LiveResynthesis, RefusesOptionsOutOfRange) {
  EXPECT_THROW(LiveResynthesis(vocoder(), {.max_frames = 0}), Error);
  EXPECT_THROW(LiveResynthesis(vocoder(), {.pitch_st = 25.0}), Error);
  EXPECT_THROW(LiveResynthesis(vocoder(), {.level_db = 100.0}), Error);
}

}  // namespace
}  // namespace driftwave
