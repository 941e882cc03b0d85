#include "engine/dsp/time_alignment.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "engine/core/error.h"

namespace driftwave {
namespace {

/// A performance of a tune that changes all the time, at the given moments.
Array2<float> perform(const std::vector<double>& moments) {
  Array2<float> out(moments.size(), 6);
  for (std::size_t n = 0; n < moments.size(); ++n)
    for (std::size_t c = 0; c < 6; ++c)
      out(n, c) = static_cast<float>(
          std::sin(0.11 * (1.0 + 0.7 * static_cast<double>(c)) * moments[n] + static_cast<double>(c * c)));
  return out;
}

void expect_whole(const std::vector<AlignedFrames>& path, std::size_t a, std::size_t b) {
  ASSERT_FALSE(path.empty());
  EXPECT_EQ(path.front().a, 0U);
  EXPECT_EQ(path.front().b, 0U);
  EXPECT_EQ(path.back().a, a - 1);
  EXPECT_EQ(path.back().b, b - 1);
  for (std::size_t i = 1; i < path.size(); ++i) {
    const std::size_t da = path[i].a - path[i - 1].a;
    const std::size_t db = path[i].b - path[i - 1].b;
    ASSERT_TRUE(da <= 1 && db <= 1 && da + db > 0) << i;
  }
}

TEST(TimeAlignment, IsTheDiagonalForTheSameTwice) {
  std::vector<double> moments(100);
  for (std::size_t n = 0; n < 100; ++n) moments[n] = static_cast<double>(n);
  const auto path = align_time(perform(moments), perform(moments));
  expect_whole(path, 100, 100);
  ASSERT_EQ(path.size(), 100U);
  for (const AlignedFrames& pair : path) EXPECT_EQ(pair.a, pair.b);
}

TEST(TimeAlignment, FindsTheMomentsOfAPerformanceThatHurriesAndLingers) {
  // Long enough to be aligned coarsely first.
  for (const std::size_t frames : {200U, 1500U}) {
    std::vector<double> steady(frames);
    std::vector<double> wandering;
    for (std::size_t n = 0; n < frames; ++n) steady[n] = static_cast<double>(n);
    const double length = static_cast<double>(frames - 1);
    for (double t = 0; t < length; t += 1.0 + 0.5 * std::sin(0.03 * t)) wandering.push_back(t);
    wandering.push_back(length);
    const auto path = align_time(perform(steady), perform(wandering));
    expect_whole(path, frames, wandering.size());
    double worst = 0;
    for (const AlignedFrames& pair : path)
      worst = std::max(worst, std::abs(static_cast<double>(pair.a) - wandering[pair.b]));
    EXPECT_LT(worst, 3.0) << frames;
  }
}

TEST(TimeAlignment, TakesOneFrameAgainstMany) {
  const auto path = align_time(perform({0}), perform({0, 1, 2, 3}));
  expect_whole(path, 1, 4);
}

TEST(TimeAlignment, RefusesWhatCannotBeAligned) {
  EXPECT_THROW((void)align_time(Array2<float>(0, 3), Array2<float>(2, 3)), Error);
  EXPECT_THROW((void)align_time(Array2<float>(2, 3), Array2<float>(2, 4)), Error);
}

}  // namespace
}  // namespace driftwave
