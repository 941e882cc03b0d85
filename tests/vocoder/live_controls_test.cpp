/// What a player turns, heard.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>

#include "tests/engine/dsp/voices.h"
#include "tests/vocoder/live_fixture.h"

namespace driftwave {
namespace {

using test::kRate;
using test::run_with;
using test::vocoder;

/// The largest second difference in each millisecond: what a click is made of.
std::vector<double> edges(std::span<const float> audio) {
  std::vector<double> largest(audio.size() / 44);
  for (std::size_t t = 2; t < largest.size() * 44; ++t) {
    const double edge = static_cast<double>(audio[t]) - 2.0 * audio[t - 1] + audio[t - 2];
    largest[t / 44] = std::max(largest[t / 44], std::abs(edge));
  }
  return largest;
}

TEST(LiveResynthesis, ComesBackToTheInputsOwnSoundWithoutAClick) {
  const auto audio = test::tone({.hz = 220, .amplitude = 0.06}, 3 * kRate);
  LiveResynthesis live(vocoder(), {});
  FixedSteps two(2);
  std::vector<float> out(audio.size());
  // Down at each second and up between them, at different places of a frame.
  for (std::size_t done = 0; done < audio.size(); done += 100) {
    const bool is_down = done > kRate && done % kRate < kRate / 2;
    live.process({.audio = std::span(audio).subspan(done, 100)}, {.strength = is_down ? 0.0F : 1.0F}, two,
                 std::span(out).subspan(done, 100));
  }
  const std::vector<double> all = edges(std::span(out).subspan(kRate / 2));
  std::vector<double> sorted(all);
  std::ranges::sort(sorted);
  const double usual = sorted[sorted.size() / 2];
  EXPECT_LT(20 * std::log10(sorted.back() / usual), 15.0);
}

double rms_db(std::span<const float> x) {
  double sum = 1e-20;
  for (const float v : x) sum += static_cast<double>(v) * v;
  return 10 * std::log10(sum / static_cast<double>(x.size()));
}

/// Half a second of a vowel with vibrato.
std::vector<float> vowel(std::size_t samples) {
  return test::sing({.name = "vowel",
                     .f0_hz = [](double t) { return 180 + 4 * std::sin(30 * t); },
                     .amplitude = [](int k) { return 1.0 / k; },
                     .noise = 0.003F},
                    kRate, samples)
      .audio;
}

/// The best normalised autocorrelation within a tenth of the pitch, the median over frames of 40 ms.
double periodicity(std::span<const float> audio, double f0_hz) {
  std::vector<double> all;
  constexpr std::size_t kFrame = kRate / 25;
  for (std::size_t first = 0; first + 2 * kFrame < audio.size(); first += kFrame) {
    double best = 0;
    for (auto lag = static_cast<std::size_t>(kRate / f0_hz / 1.1);
         lag <= static_cast<std::size_t>(kRate / f0_hz * 1.1); ++lag) {
      double cross = 0;
      double here = 1e-12;
      double there = 1e-12;
      for (std::size_t t = first; t < first + kFrame; ++t) {
        cross += static_cast<double>(audio[t]) * audio[t + lag];
        here += static_cast<double>(audio[t]) * audio[t];
        there += static_cast<double>(audio[t + lag]) * audio[t + lag];
      }
      best = std::max(best, cross / std::sqrt(here * there));
    }
    all.push_back(best);
  }
  std::ranges::sort(all);
  return all[all.size() / 2];
}

TEST(LiveResynthesis, WhispersWithoutHarmonicsAtAnyNumberOfSteps) {
  const std::vector<float> audio = vowel(kRate);
  for (const int steps : {0, 1, 4}) {
    LiveResynthesis live(vocoder(), {});
    const auto out = run_with(live, audio, steps, {.harmonics = 0});
    EXPECT_LT(periodicity(std::span(out).subspan(kRate / 3), 180), 0.4) << steps;
    live.reset();
    const auto sung = run_with(live, audio, steps, {});
    EXPECT_GT(periodicity(std::span(sung).subspan(kRate / 3), 180), 0.8) << steps;
  }
}

TEST(LiveResynthesis, HasTheGainsOfHarmonicsAndBreathAtAnyNumberOfSteps) {
  const std::vector<float> sung = vowel(kRate);
  const std::vector<float> hiss = test::white_noise(kRate, 3, 0.05F);
  const auto gain_db = [&](const std::vector<float>& audio, int steps, const LiveControls& controls) {
    LiveResynthesis live(vocoder(), {});
    const auto rest = run_with(live, audio, steps, {});
    live.reset();
    const auto out = run_with(live, audio, steps, controls);
    return rms_db(std::span(out).subspan(kRate / 2)) - rms_db(std::span(rest).subspan(kRate / 2));
  };
  for (const int steps : {0, 1, 4}) {
    EXPECT_NEAR(gain_db(sung, steps, {.harmonics = 0.5F}), -6.0, 1.8) << steps;
    EXPECT_NEAR(gain_db(sung, steps, {.harmonics = 2}), 6.0, 1.8) << steps;
    EXPECT_NEAR(gain_db(hiss, steps, {.breath = 0.5F}), -6.0, 1.5) << steps;
    EXPECT_NEAR(gain_db(hiss, steps, {.breath = 2}), 6.0, 1.5) << steps;
  }
}

/// Of the energy below 1.5 kHz, what lies within 8 Hz of the partials of the notes.
double share_of_notes(std::span<const float> x, std::span<const double> notes_hz) {
  double all = 0;
  double on = 0;
  for (int hz = 60; hz < 1500; hz += 2) {
    std::complex<double> sum = 0;
    const std::complex<double> turn = std::polar(1.0, -2 * std::numbers::pi * hz / kRate);
    std::complex<double> at = 1;
    for (std::size_t t = 0; t < x.size(); ++t, at *= turn) {
      const double place = static_cast<double>(t) / static_cast<double>(x.size());
      sum += at * static_cast<double>(x[t]) * (0.5 - 0.5 * std::cos(2 * std::numbers::pi * place));
    }
    all += std::norm(sum);
    if (std::ranges::any_of(notes_hz, [&](double root) { return std::abs(std::remainder(hz, root)) <= 8.0; }))
      on += std::norm(sum);
  }
  return on / all;
}

TEST(LiveResynthesis, KeepsTheNotesOfAChord) {
  for (const double root_hz : {246.94, 261.63, 329.63}) {
    const std::array chord_hz{root_hz, root_hz * std::exp2(4.0 / 12), root_hz * std::exp2(7.0 / 12)};
    std::vector<float> audio(2 * kRate);
    for (std::size_t t = 0; t < audio.size(); ++t)
      for (const double hz : chord_hz)
        for (int k = 1; k * hz < 5000; ++k)
          audio[t] += static_cast<float>(
              0.1 / (k * k) *
              std::sin(2 * std::numbers::pi * k * hz * static_cast<double>(t) / kRate + k * hz));
    const auto share = [&](const LiveControls& controls) {
      LiveResynthesis live(vocoder(), {});
      const std::vector<float> out = run_with(live, audio, 2, controls);
      return share_of_notes(std::span(out).last(kRate), chord_hz);
    };
    EXPECT_GT(share({}), 0.75) << root_hz;  // 0.79 to 0.97, as the shipped vocoder learns on
    EXPECT_LT(share({.is_first_generation = true}), 0.5) << root_hz;
  }
}

}  // namespace
}  // namespace driftwave
