#include "plugin/engine/ceiling.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "tests/engine/dsp/signals.h"

namespace driftwave {
namespace {

std::vector<float> limited(std::vector<float> audio, double rate_hz = 48000, bool limits = true) {
  Ceiling ceiling(rate_hz, 1);
  for (float& sample : audio) ceiling.next({&sample, 1}, limits);
  return audio;
}

/// The largest value at 16 places a sample, by interpolation with 128 taps.
double true_peak_db(std::span<const float> audio) {
  constexpr int kHalf = 64;
  static const auto taps = [] {
    std::array<std::array<double, 2 * kHalf + 1>, 16> all{};
    for (std::size_t place = 0; place < 16; ++place)
      for (int k = -kHalf; k <= kHalf; ++k) {
        const double x = std::numbers::pi * (k - static_cast<double>(place) / 16 + 0.5);
        const double window = 0.5 + 0.5 * std::cos(x / (kHalf + 1));
        all[place][static_cast<std::size_t>(k + kHalf)] =
            window * (std::abs(x) < 1e-9 ? 1.0 : std::sin(x) / x);
      }
    return all;
  }();
  double largest = 0;
  for (std::size_t t = kHalf; t + kHalf < audio.size(); ++t) {
    if (std::abs(audio[t]) < 0.3F) continue;
    for (const auto& place : taps) {
      double sum = 0;
      for (std::size_t k = 0; k < place.size(); ++k) sum += place[k] * audio[t + k - kHalf];
      largest = std::max(largest, std::abs(sum));
    }
  }
  return 20 * std::log10(largest);
}

/// Noise up to 20 kHz of 48: no sound goes up to half the rate.
std::vector<float> audible_noise(std::size_t samples, std::uint32_t seed, float level) {
  const auto white = test::white_noise(samples + 64, seed, level);
  std::vector<float> out(samples);
  for (int k = -32; k <= 32; ++k) {
    const double x = std::numbers::pi * k * 40.0 / 48.0;
    const double tap =
        40.0 / 48.0 * (k == 0 ? 1.0 : std::sin(x) / x) * (0.5 + 0.5 * std::cos(std::numbers::pi * k / 33));
    for (std::size_t t = 0; t < samples; ++t)
      out[t] += static_cast<float>(tap) * white[t + static_cast<std::size_t>(k + 32)];
  }
  return out;
}

TEST(Ceiling, PassesWhatStaysBelowToTheBit) {
  const auto audio =
      test::tone({.hz = 997, .amplitude = 0.9, .phase_rad = -std::numbers::pi / 2, .rate_hz = 48000}, 9600);
  const std::size_t late = Ceiling::latency_samples(48000);
  const auto out = limited(audio);
  for (std::size_t t = late; t < out.size(); ++t) ASSERT_EQ(out[t], audio[t - late]) << t;
}

TEST(Ceiling, KeepsItsPromiseBetweenTheSamplesToo) {
  std::vector<std::vector<float>> sounds{audible_noise(20000, 7, 0.8F),
                                         test::tone({.hz = 12000, .amplitude = 1.3, .rate_hz = 48000}, 20000),
                                         test::tone({.hz = 11025, .amplitude = 1.0, .rate_hz = 48000}, 20000),
                                         test::tone({.hz = 60, .amplitude = 4.0, .rate_hz = 48000}, 20000)};
  // Hits out of silence.
  std::vector<float> hits(20000);
  const auto noise = audible_noise(20000, 8, 2.0F);
  for (std::size_t t = 0; t < hits.size(); ++t)
    hits[t] = noise[t] * std::exp(-static_cast<float>(t % 4000) / 150);
  sounds.push_back(hits);
  for (std::size_t i = 0; i < sounds.size(); ++i) {
    ASSERT_GT(true_peak_db(sounds[i]), -0.4) << i;
    EXPECT_LE(true_peak_db(limited(sounds[i])), Ceiling::kCeilingDb) << i;
  }
}

TEST(Ceiling, TurnsDownNoMoreThanItHasTo) {
  const auto out = limited(test::tone({.hz = 440, .amplitude = 2.0, .rate_hz = 48000}, 48000));
  EXPECT_GT(true_peak_db(std::span(out).last(24000)), Ceiling::kCeilingDb - 1.0);
}

TEST(Ceiling, ComesBackAfterAHit) {
  auto audio = test::tone({.hz = 440, .amplitude = 0.5, .rate_hz = 48000}, 144000);
  audio[24000] = 4.0F;
  const auto out = limited(audio);
  const std::size_t late = Ceiling::latency_samples(48000);
  for (std::size_t t = 120000; t < out.size(); ++t) ASSERT_EQ(out[t], audio[t - late]) << t;
}

TEST(Ceiling, LeavesAloneWhatItIsToldTo) {
  const auto audio = test::white_noise(9600, 5, 1.0F);
  const std::size_t late = Ceiling::latency_samples(48000);
  const auto out = limited(audio, 48000, false);
  for (std::size_t t = late; t < out.size(); ++t) ASSERT_EQ(out[t], audio[t - late]) << t;
}

TEST(Ceiling, TurnsBothChannelsDownAlike) {
  Ceiling ceiling(48000, 2);
  const auto loud = test::white_noise(9600, 3, 1.0F);
  std::vector<std::array<float, 2>> out;
  for (const float x : loud) {
    std::array<float, 2> frame{x, 0.25F * x};
    ceiling.next(frame, true);
    out.push_back(frame);
  }
  for (const auto& frame : out) ASSERT_FLOAT_EQ(0.25F * frame[0], frame[1]);
}

}  // namespace
}  // namespace driftwave
