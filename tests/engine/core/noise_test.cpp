#include "engine/core/noise.h"

#include <Random123/philox.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

namespace driftwave {
namespace {

std::vector<float> gaussians(const NoiseKey& key, std::uint64_t first, std::size_t count) {
  std::vector<float> values(count);
  gaussian_noise(key, first, values);
  return values;
}

double correlation(const std::vector<float>& a, const std::vector<float>& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * b[i];
  return sum / static_cast<double>(a.size());
}

// The three philox4x32-10 lines of Random123's kat_vectors (counter, key, output).
TEST(Philox, GivesThePublishedAnswers) {
  using P = r123::Philox4x32;
  EXPECT_EQ(P{}(P::ctr_type{{0, 0, 0, 0}}, P::key_type{{0, 0}}),
            (P::ctr_type{{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}}));
  constexpr std::uint32_t kOnes = 0xffffffff;
  EXPECT_EQ(P{}(P::ctr_type{{kOnes, kOnes, kOnes, kOnes}}, P::key_type{{kOnes, kOnes}}),
            (P::ctr_type{{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}}));
  EXPECT_EQ(P{}(P::ctr_type{{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}},
                P::key_type{{0xa4093822, 0x299f31d0}}),
            (P::ctr_type{{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}}));
}

TEST(UniformNoise, IsPhiloxKeyedBySeedPurposeChannelAndPosition) {
  const NoiseKey key{.seed = 0x0123456789abcdefULL, .purpose = NoisePurpose::kStep, .channel = 5};
  const std::uint64_t block = 0x2'0000'0007ULL;
  std::array<float, 4> values{};
  uniform_noise(key, 4 * block, values);
  const auto words = r123::Philox4x32{}({{7, 2, 2, 5}}, {{0x89abcdef, 0x01234567}});
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(values[i], std::floor(words[i] / 256.0) / 16777216.0);
}

TEST(UniformNoise, StaysBelowOneAndFillsTheInterval) {
  std::vector<float> values(100'000);
  uniform_noise({.seed = 3}, 0, values);
  double mean = 0.0;
  for (const float x : values) {
    ASSERT_GE(x, 0.0F);
    ASSERT_LT(x, 1.0F);
    mean += x / 1e5;
  }
  EXPECT_NEAR(mean, 0.5, 4 * 0.2887 / std::sqrt(1e5));
}

TEST(GaussianNoise, HasTheMomentsOfAStandardNormal) {
  constexpr std::size_t kCount = 1'000'000;
  const auto values = gaussians({.seed = 11}, 0, kCount);
  std::array<double, 5> moments{};
  for (const double x : values) {
    for (int n = 1; n <= 4; ++n) moments[static_cast<std::size_t>(n)] += std::pow(x, n) / kCount;
  }
  const double sigma = 1.0 / std::sqrt(static_cast<double>(kCount));
  EXPECT_NEAR(moments[1], 0.0, 4 * sigma);
  EXPECT_NEAR(moments[2], 1.0, 4 * std::sqrt(2.0) * sigma);
  EXPECT_NEAR(moments[3], 0.0, 4 * std::sqrt(15.0) * sigma);
  EXPECT_NEAR(moments[4], 3.0, 4 * std::sqrt(96.0) * sigma);
}

TEST(GaussianNoise, HasTheTailsOfAStandardNormal) {
  const auto values = gaussians({.seed = 12}, 0, 1'000'000);
  const auto beyond = [&](float z) {
    double count = 0.0;
    for (const float x : values) count += std::abs(x) > z ? 1.0 : 0.0;
    return count;
  };
  for (const float z : {1.0F, 2.0F, 3.0F, 4.0F}) {
    const double want = 1e6 * std::erfc(z / std::sqrt(2.0));
    EXPECT_NEAR(beyond(z), want, 4 * std::sqrt(want)) << z;
  }
}

TEST(GaussianNoise, DoesNotDependOnChunks) {
  const NoiseKey key{.seed = 42, .purpose = NoisePurpose::kPrior};
  const std::uint64_t first = (1ULL << 40) + 3;
  const auto whole = gaussians(key, first, 1000);
  std::vector<float> chunked;
  for (std::size_t done = 0, chunk = 1; done < whole.size(); done += chunk, chunk = chunk % 13 + 1) {
    const auto part = gaussians(key, first + done, std::min(chunk, whole.size() - done));
    chunked.insert(chunked.end(), part.begin(), part.end());
  }
  EXPECT_EQ(whole, chunked);
}

TEST(GaussianNoise, IsIndependentBetweenKeysAndNeighbours) {
  constexpr std::size_t kCount = 200'000;
  const double limit = 4.0 / std::sqrt(static_cast<double>(kCount));
  const auto base = gaussians({.seed = 1}, 0, kCount);
  EXPECT_NEAR(correlation(base, gaussians({.seed = 2}, 0, kCount)), 0.0, limit);
  EXPECT_NEAR(correlation(base, gaussians({.seed = 1, .purpose = NoisePurpose::kStep}, 0, kCount)), 0.0,
              limit);
  EXPECT_NEAR(correlation(base, gaussians({.seed = 1, .channel = 1}, 0, kCount)), 0.0, limit);
  for (const std::uint64_t lag : {1U, 2U, 3U, 4U}) {
    EXPECT_NEAR(correlation(base, gaussians({.seed = 1}, lag, kCount)), 0.0, limit) << lag;
  }
}

// Box-Muller of the same words in long double, with the C library's functions.
TEST(GaussianNoise, IsBoxMullerToTheLastBitsOfAFloat) {
  const auto values = gaussians({.seed = 77}, 0, 40'000);
  for (std::size_t block = 0; block < values.size() / 4; ++block) {
    const auto words = r123::Philox4x32{}({{static_cast<std::uint32_t>(block), 0, 1, 0}}, {{77, 0}});
    for (std::size_t pair = 0; pair < 4; pair += 2) {
      const long double radius = std::sqrt(-2.0L * std::log((words[pair] + 0.5L) / 4294967296.0L));
      const long double angle = (words[pair + 1] + 0.5L) / 4294967296.0L * 2.0L * 3.141592653589793238L;
      const auto at = 4 * block + pair;
      ASSERT_NEAR(values[at], static_cast<double>(radius * std::cos(angle)), 5e-7);
      ASSERT_NEAR(values[at + 1], static_cast<double>(radius * std::sin(angle)), 5e-7);
    }
  }
}

// Recorded with gaussian_noise({.seed = 2026}, 0, values) and printf("%a"): these bits must never change, or
// old seeds give new audio.
TEST(GaussianNoise, KeepsItsBits) {
  const auto values = gaussians({.seed = 2026}, 0, 4);
  EXPECT_EQ(values, (std::vector{0x1.3b3182p-1F, 0x1.217166p-1F, 0x1.09a99ap+0F, -0x1.cf6c24p-3F}));
}

}  // namespace
}  // namespace driftwave
