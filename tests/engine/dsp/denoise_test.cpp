#include "engine/dsp/denoise.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "engine/core/error.h"
#include "engine/core/noise.h"

namespace driftwave {
namespace {

constexpr int kRate = 44100;
constexpr std::size_t kHalfSecond = kRate / 2;

/// Half a second of silence, then half a second of a vowel-like tone, three times.
std::vector<float> syllables() {
  std::vector<float> audio(6 * kHalfSecond);
  for (std::size_t i = 0; i < audio.size(); ++i) {
    if (i / kHalfSecond % 2 == 0) continue;
    const double t = static_cast<double>(i) / kRate;
    for (int harmonic = 1; harmonic <= 8; ++harmonic)
      audio[i] += static_cast<float>(0.1 / harmonic * std::sin(2 * std::numbers::pi * 200 * harmonic * t));
  }
  return audio;
}

std::vector<float> with_hiss(std::vector<float> audio, float deviation) {
  std::vector<float> hiss(audio.size());
  gaussian_noise({.seed = 5}, 0, hiss);
  for (std::size_t i = 0; i < audio.size(); ++i) audio[i] += deviation * hiss[i];
  return audio;
}

double level_db(std::span<const float> audio) {
  double sum = 0;
  for (const float x : audio) sum += static_cast<double>(x) * x;
  return 10 * std::log10(sum / static_cast<double>(audio.size()) + 1e-20);
}

double snr_db(std::span<const float> clean, std::span<const float> test) {
  double signal = 0;
  double error = 0;
  for (std::size_t i = 0; i < clean.size(); ++i) {
    signal += static_cast<double>(clean[i]) * clean[i];
    error += std::pow(static_cast<double>(test[i]) - clean[i], 2);
  }
  return 10 * std::log10(signal / error);
}

TEST(Denoise, TakesHissAwayBetweenSyllables) {
  const std::vector<float> noisy = with_hiss(syllables(), 0.003F);
  const std::vector<float> clean = denoise(noisy, {.sample_rate_hz = kRate});
  ASSERT_EQ(clean.size(), noisy.size());
  const auto pause = [](const std::vector<float>& x) {
    return std::span(x).subspan(2 * kHalfSecond + 4000, 12000);
  };
  EXPECT_LT(level_db(pause(clean)), level_db(pause(noisy)) - 11.0);
  EXPECT_LT(noise_floor_db(clean, kRate), noise_floor_db(noisy, kRate) - 10.0);
}

TEST(Denoise, BringsSpeechNearerToTheCleanOne) {
  const std::vector<float> clean = syllables();
  const std::vector<float> noisy = with_hiss(clean, 0.01F);
  const std::vector<float> again = denoise(noisy, {.sample_rate_hz = kRate});
  EXPECT_GT(snr_db(clean, again), snr_db(clean, noisy) + 5.0);
}

TEST(Denoise, LeavesLoudSpeechAtItsLevel) {
  const std::vector<float> noisy = with_hiss(syllables(), 0.001F);
  const std::vector<float> again = denoise(noisy, {.sample_rate_hz = kRate});
  const auto vowel = [](const std::vector<float>& x) {
    return std::span(x).subspan(kHalfSecond + 4000, 12000);
  };
  EXPECT_NEAR(level_db(vowel(again)), level_db(vowel(noisy)), 0.2);
}

TEST(Denoise, KeepsTheSpeechOfARecordingWithoutPauses) {
  // Vowels that follow each other at once, with high consonants in turn: no frame holds noise alone.
  std::vector<float> audio(4 * kRate);
  std::vector<float> hiss(audio.size());
  gaussian_noise({.seed = 7}, 0, hiss);
  float before = 0;
  for (std::size_t i = 0; i < audio.size(); ++i) {
    const double t = static_cast<double>(i) / kRate;
    const bool consonant = i / (kRate / 8) % 3 == 0;
    audio[i] = consonant ? 0.02F * (hiss[i] - before)
                         : static_cast<float>(0.2 * std::sin(2 * std::numbers::pi * 200 * t));
    before = hiss[i];
  }
  const std::vector<float> again = denoise(with_hiss(audio, 0.0005F), {.sample_rate_hz = kRate});
  EXPECT_GT(snr_db(audio, again), 20.0);
  for (std::size_t first = 0; first < audio.size(); first += 3 * (kRate / 8)) {
    const auto consonant = [&](const std::vector<float>& x) {
      return std::span(x).subspan(first + 1500, 2500);
    };
    EXPECT_NEAR(level_db(consonant(again)), level_db(consonant(audio)), 0.5);
  }
}

TEST(Denoise, WithoutAFloorChangesNothing) {
  const std::vector<float> noisy = with_hiss(syllables(), 0.003F);
  const std::vector<float> same = denoise(noisy, {.sample_rate_hz = kRate, .floor_db = 0.0});
  EXPECT_GT(snr_db(noisy, same), 100.0);
}

TEST(Denoise, TakesSilenceAndShortSounds) {
  EXPECT_TRUE(denoise({}, {}).empty());
  for (const std::size_t samples : {1U, 100U, 5000U}) {
    const std::vector<float> silence(samples);
    EXPECT_EQ(denoise(silence, {}), silence);
  }
}

TEST(Denoise, RefusesOptionsThatMeanNothing) {
  const std::vector<float> audio(1000);
  EXPECT_THROW((void)denoise(audio, {.sample_rate_hz = 0}), Error);
  EXPECT_THROW((void)denoise(audio, {.quiet_share = 0.0}), Error);
  EXPECT_THROW((void)denoise(audio, {.noise_factor = 0.0}), Error);
  EXPECT_THROW((void)denoise(audio, {.floor_db = 3.0}), Error);
}

TEST(NoiseFloor, IsTheLevelOfPausesUnderSpeech) {
  const std::vector<float> noisy = with_hiss(syllables(), 0.003F);
  const double vowel = level_db(std::span(noisy).subspan(kHalfSecond, kHalfSecond));
  EXPECT_NEAR(noise_floor_db(noisy, kRate), 20 * std::log10(0.003) - vowel, 1.0);
  EXPECT_EQ(noise_floor_db(std::vector<float>(kRate), kRate), 0.0);
  EXPECT_EQ(noise_floor_db(syllables(), kRate), -120.0);
}

}  // namespace
}  // namespace driftwave
