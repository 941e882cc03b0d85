/// The plugin's sound on the shipped vocoder, without JUCE or a host.
#include "plugin/engine/live_engine.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <thread>

#include "tests/engine/core/allocation_counter.h"
#include "tests/engine/core/lock_counter.h"
#include "tests/engine/dsp/voices.h"
#include "tests/plugin/engine/engine_fixture.h"

namespace driftwave {
namespace {

using test::HeldUpVocoder;
using test::offline_controls;
using test::run_mono;
using test::shipped_vocoder;

std::vector<float> singing(int rate_hz, std::size_t samples) {
  return test::sing(test::difficult_voices().front(), rate_hz, samples).audio;
}

LiveEngineSettings mono(int rate_hz, std::size_t max_block) {
  return {.vocoder = shipped_vocoder(), .sample_rate_hz = rate_hz, .max_block = max_block, .channels = 1};
}

double level_db(std::span<const float> audio) {
  double sum = 1e-20;
  for (const float x : audio) sum += static_cast<double>(x) * x;
  return 10 * std::log10(sum / static_cast<double>(audio.size()));
}

TEST(LiveEngine, GivesTheBitsOfLiveResynthesisLateByWhatItReports) {
  const auto audio = singing(44100, 44100);
  LiveEngine engine(mono(44100, 512));
  const auto out = run_mono(engine, audio, offline_controls(2), [] { return 512; });

  LiveResynthesis live(*shipped_vocoder(), {.max_frames = 8, .max_steps = 2});
  FixedSteps two(2);
  std::vector<float> want(audio);
  live.process(want, two, want);
  const std::size_t later = engine.latency_samples() - live.latency_samples();
  for (std::size_t t = 0; t + later < out.size(); ++t) ASSERT_EQ(out[t + later], want[t]) << t;
}

TEST(LiveEngine, GivesTheSameSamplesForAnyBlocks) {
  for (const int rate : {44100, 48000}) {
    const auto audio = singing(rate, 30000);
    LiveEngine whole(mono(rate, 1000));
    const auto want = run_mono(whole, audio, offline_controls(1), [] { return 1000; });
    for (const std::size_t block : {64U, 333U}) {
      LiveEngine engine(mono(rate, 1000));
      EXPECT_EQ(run_mono(engine, audio, offline_controls(1), [&] { return block; }), want) << block;
    }
  }
}

TEST(LiveEngine, ChangesControlsAtTheSameSampleForAnyBlocks) {
  const auto audio = singing(44100, 30000);
  const auto run = [&](std::size_t block) {
    LiveEngine engine(mono(44100, 480));
    std::vector<float> out(audio);
    for (std::size_t done = 0; done < out.size(); done += block) {
      EngineControls controls = offline_controls(0);
      controls.worker.live.pitch_st = done >= 14400 ? 7.0F : 0.0F;
      std::array<float*, 1> channels{out.data() + done};
      engine.process({.channels = channels, .samples = std::min(block, out.size() - done)}, controls);
    }
    return out;
  };
  const auto want = run(480);
  EXPECT_EQ(run(48), want);
  LiveEngine still(mono(44100, 480));
  EXPECT_NE(run_mono(still, audio, offline_controls(0), [] { return 480; }), want);
}

TEST(LiveEngine, ChangesItsLevelsWithTheSampleThatTheyCameWith) {
  constexpr std::size_t kChange = 12000;
  const std::vector<float> audio(30000, 0.25F);
  const EngineControls before = [] {
    EngineControls controls = offline_controls(0);
    controls.levels.mix = 0.0F;
    return controls;
  }();
  const auto first_changed = [&](const EngineControls& after, std::size_t block) {
    LiveEngine engine(mono(48000, 500));
    std::vector<float> out(audio);
    for (std::size_t done = 0; done < out.size(); done += block) {
      std::array<float*, 1> channels{out.data() + done};
      engine.process({.channels = channels, .samples = std::min(block, out.size() - done)},
                     done < kChange ? before : after);
    }
    std::size_t t = engine.latency_samples();
    while (t < out.size() && out[t] == 0.25F) ++t;
    return t - engine.latency_samples();
  };
  EngineControls louder = before;
  louder.levels.output_gain = 2.0F;
  EngineControls wet = before;
  wet.levels.mix = 1.0F;
  for (const std::size_t block : {100U, 500U}) {
    EXPECT_EQ(first_changed(louder, block), kChange) << block;
    EXPECT_EQ(first_changed(wet, block), kChange) << block;
  }
  LiveEngine engine(mono(48000, 500));
  std::vector<float> out(audio);
  for (std::size_t done = 0; done < out.size(); done += 500) {
    EngineControls controls = before;
    controls.levels.output_gain = 2.0F;
    controls.levels.is_bypassed = done >= kChange;
    std::array<float*, 1> channels{out.data() + done};
    engine.process({.channels = channels, .samples = 500}, controls);
  }
  const std::size_t at = kChange + engine.latency_samples();
  ASSERT_EQ(out[at - 1], 0.5F);
  EXPECT_LT(out[at], 0.5F);
  EXPECT_EQ(out[at + 480], 0.25F);
}

TEST(LiveEngine, IsLateByWhatItReportsAtEveryRate) {
  // A burst comes out, by its energy's centre, where the dry one does, within a quarter of a frame: what the
  // networks make of noise is not centred to the sample.
  for (const int rate : {44100, 48000, 96000, 192000}) {
    std::vector<float> audio(static_cast<std::size_t>(rate));
    const auto noise = test::white_noise(static_cast<std::size_t>(rate / 50), 1, 0.2F);
    std::ranges::copy(noise, audio.begin() + rate / 4);
    LiveEngine engine(mono(rate, 512));
    const auto out = run_mono(engine, audio, offline_controls(1), [] { return 512; });
    const auto centre = [](std::span<const float> x) {
      double sum = 0;
      double moment = 0;
      for (std::size_t t = 0; t < x.size(); ++t) {
        const double power = static_cast<double>(x[t]) * x[t];
        sum += power;
        moment += power * static_cast<double>(t);
      }
      return moment / sum;
    };
    EXPECT_NEAR(centre(out) - centre(audio), static_cast<double>(engine.latency_samples()), 0.003 * rate)
        << rate;
  }
}

TEST(LiveEngine, GivesTheDrySoundToTheBitWhenBypassedOrUnmixed) {
  const auto left = singing(48000, 20000);
  const auto right = test::white_noise(20000, 9);
  for (const bool is_bypassed : {true, false}) {
    LiveEngineSettings settings = mono(48000, 256);
    settings.channels = 2;
    LiveEngine engine(settings);
    EngineControls controls = offline_controls(0);
    controls.levels.is_bypassed = is_bypassed;
    controls.levels.mix = is_bypassed ? 1.0F : 0.0F;
    std::vector<float> l(left);
    std::vector<float> r(right);
    for (std::size_t done = 0; done < l.size(); done += 256) {
      std::array<float*, 2> channels{l.data() + done, r.data() + done};
      engine.process({.channels = channels, .samples = std::min<std::size_t>(256, l.size() - done)},
                     controls);
    }
    const std::size_t latency = engine.latency_samples();
    for (std::size_t t = 0; t < l.size(); ++t) {
      ASSERT_EQ(l[t], t < latency ? 0.0F : left[t - latency]) << t;
      ASSERT_EQ(r[t], t < latency ? 0.0F : right[t - latency]) << t;
    }
  }
}

TEST(LiveEngine, IsSilentInSilence) {
  LiveEngine engine(mono(48000, 512));
  for (const float x : run_mono(engine, std::vector<float>(48000), offline_controls(2), [] { return 512; }))
    ASSERT_EQ(x, 0.0F);
}

TEST(LiveEngine, FallsSilentAfterTheSound) {
  auto audio = singing(48000, 96000);
  std::fill(audio.begin() + 48000, audio.end(), 0.0F);
  LiveEngine engine(mono(48000, 512));
  const auto out = run_mono(engine, audio, offline_controls(1), [] { return 512; });
  EXPECT_GT(level_db(std::span(out).subspan(24000, 20000)), -40.0);
  const std::size_t end = 48000 + engine.latency_samples() + 2 * 1115;
  for (std::size_t t = end; t < out.size(); ++t) ASSERT_EQ(out[t], 0.0F) << t;
}

TEST(LiveEngine, RestsInSilenceAndWakesWithTheNextSound) {
  constexpr std::size_t kSecond = 48000;
  const auto voice = singing(48000, kSecond);
  const auto with_pause = [&](std::size_t pause) {
    std::vector<float> audio(voice);
    audio.resize(kSecond + pause);
    audio.insert(audio.end(), voice.begin(), voice.end());
    audio.resize(audio.size() + 12000);
    return audio;
  };
  const auto run = [&](std::size_t pause, std::size_t block, bool rests) {
    LiveEngine engine(mono(48000, 500));
    const std::vector<float> audio = with_pause(pause);
    auto out = run_mono(engine, std::vector(audio.begin(), audio.begin() + kSecond + pause),
                        offline_controls(1), [&] { return block; });
    EXPECT_EQ(engine.readings()->rests.load(), rests) << pause;
    const auto rest = run_mono(engine, std::vector(audio.begin() + kSecond + pause, audio.end()),
                               offline_controls(1), [&] { return block; });
    EXPECT_FALSE(engine.readings()->rests.load());
    out.insert(out.end(), rest.begin(), rest.end());
    return std::vector(out.begin() + kSecond + pause + engine.latency_samples(), out.end());
  };
  const auto rested = run(100007, 500, true);
  EXPECT_EQ(run(100007, 77, true), rested);
  const auto awake = run(24000, 500, false);
  for (std::size_t t = 0; t < 36000; t += 2400)
    EXPECT_NEAR(level_db(std::span(rested).subspan(t, 2400)), level_db(std::span(awake).subspan(t, 2400)),
                2.0)
        << t;
}

TEST(LiveEngine, RestsWhenNobodyListensAndComesBackInTime) {
  const auto voice = test::sing(test::difficult_voices()[2], 48000, 240000).audio;
  for (const bool is_bypassed : {true, false}) {
    const auto run = [&](bool leaves) {
      LiveEngine engine(mono(48000, 500));
      std::vector<float> out(voice);
      for (std::size_t done = 0; done < out.size(); done += 500) {
        EngineControls controls = offline_controls(1);
        const bool is_away = leaves && done >= 48000 && done < 180000;
        if (is_bypassed) {
          controls.levels.is_bypassed = is_away;
        } else {
          controls.levels.mix = is_away ? 0.0F : 1.0F;
        }
        std::array<float*, 1> channels{out.data() + done};
        engine.process({.channels = channels, .samples = 500}, controls);
        if (done == 179500) {
          EXPECT_EQ(engine.readings()->rests.load(), leaves);
        }
      }
      out.erase(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(engine.latency_samples()));
      return out;
    };
    const auto away = run(true);
    const auto always = run(false);
    // 20 ms each, from the end of the ramp on.
    for (std::size_t t = 180960; t < 200000; t += 960)
      EXPECT_NEAR(level_db(std::span(away).subspan(t, 960)), level_db(std::span(always).subspan(t, 960)), 1.5)
          << is_bypassed << " " << t;
  }
}

TEST(LiveEngine, RestartsAsIfTheNextSampleWereTheFirst) {
  const auto audio = singing(48000, 40000);
  LiveEngine fresh(mono(48000, 400));
  const auto want = run_mono(fresh, audio, offline_controls(1), [] { return 400; });
  LiveEngine engine(mono(48000, 400));
  (void)run_mono(engine, test::white_noise(12000, 5), offline_controls(1), [] { return 400; });
  engine.forget(0);
  EXPECT_EQ(run_mono(engine, audio, offline_controls(1), [] { return 400; }), want);
  engine.forget(1);
  EXPECT_NE(run_mono(engine, audio, offline_controls(1), [] { return 400; }), want);
}

TEST(LiveEngine, PassesTheSoundWithoutAModel) {
  LiveEngine engine({.vocoder = nullptr, .sample_rate_hz = 48000, .max_block = 64, .channels = 1});
  EXPECT_EQ(engine.latency_samples(), 0U);
  const auto audio = singing(48000, 1000);
  EXPECT_EQ(run_mono(engine, audio, offline_controls(4), [] { return 64; }), audio);
}

TEST(LiveEngine, FadesToTheDrySoundWhenTheWorkerIsLateAndBackInTime) {
  const auto vocoder = std::make_shared<HeldUpVocoder>();
  LiveEngineSettings settings = mono(48000, 512);
  settings.vocoder = vocoder;
  LiveEngine engine(settings);
  const std::vector<float> tone = test::tone({.hz = 100, .amplitude = 0.3, .rate_hz = 48000}, 480000);
  std::vector<float> out;
  const auto play_to = [&](std::size_t end, bool is_offline) {
    EngineControls controls = offline_controls(0);
    controls.worker.is_offline = is_offline;
    const auto first = static_cast<std::ptrdiff_t>(out.size());
    const auto made =
        run_mono(engine, {tone.begin() + first, tone.begin() + static_cast<std::ptrdiff_t>(end)}, controls,
                 [] { return 512; });
    out.insert(out.end(), made.begin(), made.end());
  };
  play_to(96000, true);
  EXPECT_EQ(engine.late_blocks(), 0U);
  vocoder->hold_up(true);
  play_to(192000, false);
  const std::uint64_t late = engine.late_blocks();
  EXPECT_GT(late, 100U);
  // What the dry sound stands in for is the dry sound.
  for (std::size_t t = 150000; t < 192000; ++t) ASSERT_EQ(out[t], tone[t - engine.latency_samples()]) << t;
  vocoder->hold_up(false);
  play_to(480000, true);
  EXPECT_EQ(engine.late_blocks(), late);
  // The tone's steepest slope, and what two of them in cross-fade may have.
  const float steepest = 2 * 0.3F * 2 * std::numbers::pi_v<float> * 100 / 48000;
  for (std::size_t t = 48000; t < out.size(); ++t)
    ASSERT_LT(std::abs(out[t] - out[t - 1]), 3 * steepest) << t;
  // Caught up, the sound is aligned as ever.
  LiveEngine fresh(mono(48000, 512));
  const auto want = run_mono(fresh, tone, offline_controls(0), [] { return 512; });
  for (std::size_t t = 400000; t < out.size(); ++t) ASSERT_EQ(out[t], want[t]) << t;
}

TEST(LiveEngine, NeitherAllocatesNorLocksOnTheAudioThread) {
  LiveEngineSettings settings = mono(48000, 512);
  settings.channels = 2;
  settings.has_side_chain = true;
  LiveEngine engine(settings);
  engine.watch(true);
  std::mt19937 generator(3);
  const auto noise = test::white_noise(2 * 512, 6);
  std::vector<float> left(512);
  std::vector<float> right(512);
  std::uniform_real_distribution<float> uniform(0.0F, 1.0F);
  const test::AllocationCounter allocations;
  const test::LockCounter locks;
  for (int block = 0; block < 10000; ++block) {
    std::copy_n(noise.begin(), 512, left.begin());
    std::copy_n(noise.begin() + 512, 512, right.begin());
    EngineControls controls;
    controls.worker.live.pitch_st = 24 * uniform(generator) - 12;
    controls.worker.live.smear_seconds = uniform(generator);
    controls.worker.live.freeze = block % 7 == 0;
    controls.worker.steps = block % 10 - 1;
    controls.levels.mix = uniform(generator);
    controls.levels.is_bypassed = block % 50 == 0;
    if (block % 500 == 0) engine.restart(static_cast<std::uint64_t>(block));
    if (block % 777 == 0) engine.forget(0);
    std::array<float*, 2> channels{left.data(), right.data()};
    engine.process({.channels = channels, .side = noise.data(), .samples = 1 + generator() % 512}, controls);
  }
  EXPECT_EQ(allocations.count(), 0U);
  EXPECT_EQ(locks.count(), 0U);
}

TEST(LiveEngine, KeepsHitsAsSharpAsTheyWere) {
  // Noise that falls by 60 dB in 100 ms, four times a second, after silence.
  auto hits = test::white_noise(66150, 5, 0.3F);
  for (std::size_t t = 0; t < hits.size(); ++t)
    hits[t] *= t < 11025 ? 0.0F : std::exp(-static_cast<float>(t % 11025) / 640.0F);
  const auto before_db = [&](float attacks) {
    LiveEngine engine(mono(44100, 512));
    EngineControls controls = offline_controls(1);
    controls.levels.attacks = attacks;
    const auto out = run_mono(engine, hits, controls, [] { return 512; });
    double before = 0;
    double after = 0;
    for (std::size_t hit = 22050; hit + 11025 + engine.latency_samples() < out.size(); hit += 11025) {
      const std::size_t at = hit + engine.latency_samples();
      const auto power = [&](std::size_t first, std::size_t count) {
        return std::pow(10.0, level_db(std::span(out).subspan(first, count)) / 10);
      };
      before += power(at - 882, 838);
      after += power(at, 882);
    }
    return 10 * std::log10(before / after);
  };
  EXPECT_GT(before_db(0), -25);
  EXPECT_LT(before_db(1), -60);
}

TEST(LiveEngine, MetersWhatComesInAndWhatGoesOut) {
  LiveEngine engine(mono(44100, 512));
  EngineControls controls = offline_controls(0);
  controls.levels.mix = 0;
  controls.levels.output_gain = 2;
  std::vector<float> audio(30000);
  audio[100] = 0.75F;
  (void)run_mono(engine, audio, controls, [] { return 512; });
  EXPECT_EQ(engine.in_level().take_peak(0), 0.75F);
  EXPECT_EQ(engine.out_level().take_peak(0), 1.5F);
  EXPECT_EQ(engine.in_level().clipped(), 0U);
  EXPECT_EQ(engine.out_level().clipped(), 1U);
}

}  // namespace
}  // namespace driftwave
