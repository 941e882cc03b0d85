/// Sounds as maps and back: what is measured of the copy is what was measured of the sound.
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/core/error.h"
#include "tests/vocoder/sounds/test_sounds.h"
#include "vocoder/sounds/sound_analysis.h"
#include "vocoder/sounds/sound_measures.h"
#include "vocoder/sounds/sound_synthesis.h"

namespace driftwave {
namespace {

float value(const Descriptors& descriptors, Descriptor which) {
  return descriptors[static_cast<std::size_t>(which)];
}

std::vector<float> copy(const std::vector<float>& sound, SoundFamily family, std::uint64_t seed = 1) {
  return synthesise_sound(analyse_sound(sound, family).map,
                          {.seconds = static_cast<double>(sound.size()) / kSoundRateHz, .seed = seed});
}

double rms_db(std::span<const float> sound) {
  double sum = 1e-20;
  for (const float x : sound) sum += static_cast<double>(x) * x;
  return 10 * std::log10(sum / static_cast<double>(sound.size()));
}

TEST(SoundMaps, BandsOfNoiseKeepThePower) {
  for (const double hz : {1.0, 40.0, 333.0, 5000.0, 19000.0, 22000.0}) {
    std::array<float, kNoiseBands> weights{};
    noise_band_weights(hz, weights);
    float sum = 0;
    for (const float w : weights) sum += w * w;
    EXPECT_NEAR(sum, 1, 1e-5) << hz;
  }
  EXPECT_NEAR(tone_column(tone_hz(37.25)), 37.25, 1e-9);
}

TEST(SoundMaps, MomentsLieCloseAtTheAttack) {
  for (const SoundFamily family : {SoundFamily::kOneShot, SoundFamily::kSustained}) {
    const auto& times = layout_of(family).times_s;
    EXPECT_EQ(times.front(), 0);
    EXPECT_NEAR(times.back(), family == SoundFamily::kOneShot ? 2.0 : 4.0, 1e-3);
    for (std::size_t j = 2; j < times.size(); ++j)
      EXPECT_GT(times[j] - times[j - 1], times[j - 1] - times[j - 2]);
  }
}

TEST(SoundMaps, ACopyOfATomMeasuresAsTheTom) {
  const std::vector<float> tom =
      test::decaying_tone({.hz = 180, .decay_s = 0.12, .seconds = 1, .noise = 0.1F});
  const Descriptors before = analyse_sound(tom, SoundFamily::kOneShot).descriptors;
  const Descriptors after =
      analyse_sound(copy(tom, SoundFamily::kOneShot), SoundFamily::kOneShot).descriptors;
  EXPECT_NEAR(value(before, Descriptor::kPitch), std::log2(1.8), 0.1);
  // exp(-t / 0.12) has fallen by 20 dB after 276 ms.
  EXPECT_NEAR(value(before, Descriptor::kDecay), std::log2(286), 0.1);
  EXPECT_NEAR(value(after, Descriptor::kPitch), value(before, Descriptor::kPitch), 0.15);
  EXPECT_NEAR(value(after, Descriptor::kDecay), value(before, Descriptor::kDecay), 0.15);
  EXPECT_NEAR(value(after, Descriptor::kLength), value(before, Descriptor::kLength), 0.25);
  EXPECT_NEAR(value(after, Descriptor::kBrightness), value(before, Descriptor::kBrightness), 0.3);
  EXPECT_NEAR(value(after, Descriptor::kNoisiness), value(before, Descriptor::kNoisiness), 3);
}

TEST(SoundMaps, NoiseStaysNoiseAndItsAttackStaysOne) {
  std::vector<float> hat(kSoundRateHz / 2);
  gaussian_noise({.seed = 9}, 0, hat);
  for (std::size_t i = 0; i < hat.size(); ++i) hat[i] *= 0.3F * std::exp(-static_cast<float>(i) / 2000);
  const AnalysedSound analysed = analyse_sound(hat, SoundFamily::kOneShot);
  EXPECT_GT(value(analysed.descriptors, Descriptor::kNoisiness), 8);
  const std::vector<float> again = copy(hat, SoundFamily::kOneShot);
  // As loud in its first five milliseconds, relative to the next twenty, as the sound itself.
  const auto slope = [](std::span<const float> x) {
    return rms_db(x.first(220)) - rms_db(x.subspan(220, 880));
  };
  EXPECT_NEAR(slope(again), slope(hat), 1.5);
}

TEST(SoundMaps, AHeldNoteKeepsPitchAndHarmonics) {
  const std::vector<float> note = test::held_note(196, 4);
  const AnalysedSound analysed = analyse_sound(note, SoundFamily::kSustained);
  EXPECT_NEAR(analysed.map.pitch_hz, 196, 0.5);
  const std::size_t row = 16;
  for (std::size_t h = 2; h <= 10; ++h)
    EXPECT_NEAR(analysed.map.levels_db(row, kNoiseBands) - analysed.map.levels_db(row, kNoiseBands + h - 1),
                20 * std::log10(static_cast<double>(h)), 1.0)
        << h;
  EXPECT_LT(value(analysed.descriptors, Descriptor::kNoisiness), -25);
  const Descriptors after =
      analyse_sound(copy(note, SoundFamily::kSustained), SoundFamily::kSustained).descriptors;
  EXPECT_NEAR(value(after, Descriptor::kPitch), std::log2(1.96), 0.01);
  EXPECT_NEAR(value(after, Descriptor::kBrightness), value(analysed.descriptors, Descriptor::kBrightness),
              0.15);
}

TEST(SoundMaps, TheSeedDecidesAboutEverySample) {
  const std::vector<float> tom = test::decaying_tone({.noise = 0.3F});
  EXPECT_EQ(copy(tom, SoundFamily::kOneShot, 4), copy(tom, SoundFamily::kOneShot, 4));
  EXPECT_NE(copy(tom, SoundFamily::kOneShot, 4), copy(tom, SoundFamily::kOneShot, 5));
}

TEST(SoundMaps, ALoopMeetsItself) {
  const SoundMap map = analyse_sound(test::held_note(220.7, 4), SoundFamily::kSustained).map;
  const std::vector<float> loop =
      synthesise_sound(map, {.seconds = 3, .pitch_hz = 131.3, .loop = true, .seed = 2});
  ASSERT_EQ(loop.size(), 3U * kSoundRateHz);
  // What a straight line through the last two samples misses the first by, against what it misses within.
  const auto miss = [&](std::size_t at) {
    const std::size_t n = loop.size();
    return std::abs(loop[at % n] - 2 * loop[(at + n - 1) % n] + loop[(at + n - 2) % n]);
  };
  float within = 0;
  for (std::size_t i = 2; i < loop.size(); ++i) within = std::max(within, miss(i));
  EXPECT_LE(miss(loop.size()), within);
  EXPECT_LE(miss(loop.size() + 1), within);
}

TEST(SoundMaps, SilenceAndCrumbsAreRefused) {
  EXPECT_THROW((void)analyse_sound(std::vector<float>(1000, 0.0F), SoundFamily::kOneShot), Error);
  EXPECT_THROW((void)analyse_sound(std::vector<float>(10, 0.5F), SoundFamily::kOneShot), Error);
  SoundMap map{.family = SoundFamily::kOneShot, .levels_db = Array2<float>(3, 4)};
  EXPECT_THROW((void)synthesise_sound(map, {}), Error);
  map.levels_db = Array2<float>(32, 178, kLowestLevelDb);
  EXPECT_THROW((void)synthesise_sound(map, {.seconds = 61}), Error);
  EXPECT_EQ(std::ranges::max(synthesise_sound(map, {.seconds = 0.1})), 0);
}

}  // namespace
}  // namespace driftwave
