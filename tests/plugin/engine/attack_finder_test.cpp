#include "plugin/engine/attack_finder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "tests/engine/dsp/signals.h"
#include "tests/engine/dsp/voices.h"

namespace driftwave {
namespace {

constexpr std::size_t kRate = 44100;
constexpr std::size_t kDelay = 4000;

std::vector<float> wanted_of(std::span<const float> audio, std::size_t block = 512) {
  AttackFinder finder({.delay_samples = kDelay, .rate_hz = kRate});
  std::vector<float> wanted(audio.size());
  for (std::size_t done = 0; done < audio.size(); done += block) {
    const std::size_t count = std::min(block, audio.size() - done);
    finder.process(audio.subspan(done, count), std::span(wanted).subspan(done, count));
  }
  return wanted;
}

/// Noise that falls by 60 dB in 100 ms, four times a second.
std::vector<float> hits() {
  auto audio = test::white_noise(2 * kRate, 5, 0.5F);
  for (std::size_t t = 0; t < audio.size(); ++t)
    audio[t] *= std::exp(-static_cast<float>(t % (kRate / 4)) / 640.0F);
  return audio;
}

TEST(AttackFinder, WantsTheDrySoundFromALittleBeforeAHitToALittleBehindIt) {
  const auto wanted = wanted_of(hits());
  for (std::size_t hit = kRate / 4; hit + kRate / 4 < wanted.size() - kDelay; hit += kRate / 4) {
    const std::size_t at = hit + kDelay;
    const auto ms = [](double x) { return static_cast<std::size_t>(x * kRate / 1000); };
    for (std::size_t t = at - ms(22); t < at + ms(6); ++t) ASSERT_EQ(wanted[t], 1.0F) << hit;
    EXPECT_EQ(wanted[at - ms(36)], 0.0F) << hit;
    EXPECT_EQ(wanted[at + ms(30)], 0.0F) << hit;
  }
}

TEST(AttackFinder, LeavesSteadySoundsAlone) {
  const auto voice = test::sing(test::difficult_voices().front(), kRate, 2 * kRate).audio;
  const auto noise = test::white_noise(2 * kRate, 3, 0.2F);
  for (const std::vector<float>& sound : {voice, noise}) {
    const auto wanted = wanted_of(sound);
    std::size_t late = 0;
    for (std::size_t t = kDelay + kRate / 4; t < wanted.size(); ++t) late += wanted[t] > 0 ? 1 : 0;
    EXPECT_EQ(late, 0U);
  }
}

TEST(AttackFinder, GivesTheSameForAnyBlocks) {
  const auto audio = hits();
  const auto whole = wanted_of(audio, audio.size());
  for (const std::size_t block : {1U, 37U, 4096U}) EXPECT_EQ(wanted_of(audio, block), whole) << block;
}

TEST(AttackFinder, MovesSoftly) {
  const auto wanted = wanted_of(hits());
  for (std::size_t t = 1; t < wanted.size(); ++t) ASSERT_LT(std::abs(wanted[t] - wanted[t - 1]), 0.005F);
}

}  // namespace
}  // namespace driftwave
