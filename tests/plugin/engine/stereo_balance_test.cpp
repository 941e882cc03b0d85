#include "plugin/engine/stereo_balance.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/engine/dsp/signals.h"

namespace driftwave {
namespace {

constexpr std::size_t kDelay = 5000;

struct Gains {
  std::vector<float> left;
  std::vector<float> right;
  std::vector<float> apart;
};

Gains run(std::span<const float> left, std::span<const float> right, std::size_t block, int rate_hz = 44100) {
  StereoBalance balance({.delay_samples = kDelay, .sample_rate_hz = rate_hz});
  const std::vector<float> zeros(left.size());
  Gains gains{zeros, zeros, zeros};
  for (std::size_t done = 0; done < left.size(); done += block) {
    const std::size_t count = std::min(block, left.size() - done);
    balance.process(left.subspan(done, count), right.subspan(done, count),
                    {std::span(gains.left).subspan(done, count), std::span(gains.right).subspan(done, count),
                     std::span(gains.apart).subspan(done, count)});
  }
  return gains;
}

std::vector<float> scaled(std::span<const float> audio, float gain) {
  std::vector<float> out(audio.begin(), audio.end());
  for (float& x : out) x *= gain;
  return out;
}

TEST(StereoBalance, LeavesEqualChannelsAlone) {
  const auto noise = test::white_noise(40000, 3);
  const Gains gains = run(noise, noise, 512);
  for (std::size_t i = 0; i < noise.size(); ++i) {
    ASSERT_EQ(gains.left[i], 1.0F);
    ASSERT_EQ(gains.right[i], 1.0F);
    ASSERT_EQ(gains.apart[i], 0.0F);
  }
}

TEST(StereoBalance, KeepsWhatIsPannedWhereItIs) {
  const auto noise = test::white_noise(40000, 3);
  const Gains gains = run(scaled(noise, 0.25F), scaled(noise, 0.75F), 100);
  // The mean has half of their sum.
  for (std::size_t i = kDelay + 2000; i < noise.size(); ++i) {
    ASSERT_NEAR(gains.left[i], 0.5F, 1e-3F);
    ASSERT_NEAR(gains.right[i], 1.5F, 1e-3F);
  }
}

TEST(StereoBalance, TellsHowFarChannelsDiffer) {
  const auto one = test::white_noise(60000, 3);
  const auto other = test::white_noise(60000, 4);
  for (const float x : {0.2F, 0.5F, 0.7F}) {
    std::vector<float> left(one);
    std::vector<float> right(one);
    for (std::size_t i = 0; i < one.size(); ++i) {
      left[i] = std::cos(x) * one[i] + std::sin(x) * other[i];
      right[i] = 0.5F * (std::cos(x) * one[i] - std::sin(x) * other[i]);
    }
    const Gains gains = run(left, right, 512);
    double sum = 0;
    for (std::size_t i = 20000; i < one.size(); ++i) sum += gains.apart[i];
    EXPECT_NEAR(sum / 40000, std::sin(x), 0.03) << x;
  }
}

TEST(StereoBalance, TakesTheSameTimeAtEveryRate) {
  for (const int rate : {44100, 48000, 96000, 192000}) {
    const auto samples = static_cast<std::size_t>(rate);
    auto left = test::white_noise(samples, 3);
    const auto right = left;
    std::fill(left.begin() + static_cast<std::ptrdiff_t>(samples / 2), left.end(), 0.0F);
    const Gains gains = run(left, right, 500, rate);
    // From the first gain that moves to the last, in ms.
    const auto moves = [&](std::size_t t) { return gains.left[t] > 0.1F && gains.left[t] < 0.9F; };
    std::size_t first = samples / 4;
    while (first < samples && !moves(first)) ++first;
    std::size_t last = samples - 1;
    while (last > first && !moves(last)) --last;
    EXPECT_NEAR(1000.0 * static_cast<double>(last - first) / rate, 18.2, 2.0) << rate;
  }
}

TEST(StereoBalance, MovesWithTheSoundAfterTheDelay) {
  auto left = test::white_noise(40000, 3);
  auto right = left;
  std::fill(left.begin() + 20000, left.end(), 0.0F);
  const Gains gains = run(left, right, 64);
  EXPECT_NEAR(gains.left[20000 + kDelay - 1500], 1.0F, 1e-3F);
  EXPECT_NEAR(gains.left[20000 + kDelay + 1500], 0.0F, 1e-3F);
  EXPECT_NEAR(gains.right[20000 + kDelay + 1500], 2.0F, 1e-3F);
  float steepest = 0;
  for (std::size_t i = 1; i < left.size(); ++i)
    steepest = std::max(steepest, std::abs(gains.left[i] - gains.left[i - 1]));
  EXPECT_LT(steepest, 0.005F);
}

TEST(StereoBalance, DoesNotBlowUpWhatIsOutOfPhase) {
  const auto noise = test::white_noise(40000, 3);
  const Gains gains = run(noise, scaled(noise, -0.999F), 512);
  for (std::size_t i = 0; i < noise.size(); ++i) ASSERT_LE(gains.left[i], 4.0F);
}

TEST(StereoBalance, GivesTheSameGainsForAnyBlocks) {
  const auto left = test::white_noise(20000, 3);
  const auto right = test::white_noise(20000, 4);
  const Gains whole = run(left, right, left.size());
  for (const std::size_t block : {1U, 37U, 4096U})
    EXPECT_EQ(run(left, right, block).left, whole.left) << block;
}

}  // namespace
}  // namespace driftwave
