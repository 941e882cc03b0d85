#include "engine/dsp/take_diversity.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

#include "engine/core/error.h"
#include "engine/dsp/metrics.h"

namespace driftwave {
namespace {

/// Harmonics of a steady tone. @return [T] at kMetricRateHz
std::vector<float> tone(double hz, double seconds) {
  std::vector<float> out(static_cast<std::size_t>(seconds * kMetricRateHz));
  for (std::size_t t = 0; t < out.size(); ++t)
    for (int h = 1; h < 12; ++h)
      out[t] += static_cast<float>(
          0.2 / h * std::sin(2 * std::numbers::pi * h * hz * static_cast<double>(t) / kMetricRateHz));
  return out;
}

/// Points around a centre. @return [N, 2]
Array2<double> cloud(std::size_t count, double centre, double spread, std::uint32_t seed) {
  std::mt19937 generator(seed);
  std::normal_distribution<double> normal(centre, spread);
  Array2<double> rows(count, 2);
  std::ranges::generate(rows.values(), [&] { return normal(generator); });
  return rows;
}

TEST(TakeDiversity, IsNothingBetweenATakeAndItself) {
  const Take take = analyse_take(tone(150, 0.5));
  const TakeDistance distance = take_distance(take, take);
  EXPECT_EQ(distance.mel_cepstral_db, 0.0);
  EXPECT_EQ(distance.f0_st, 0.0);
  EXPECT_EQ(distance.seconds, 0.0);
}

TEST(TakeDiversity, MeasuresPitchInSemitonesAndLength) {
  const double up = std::exp2(2.0 / 12.0);
  const TakeDistance distance =
      take_distance(analyse_take(tone(150, 0.5)), analyse_take(tone(150 * up, 0.75)));
  EXPECT_NEAR(distance.f0_st, 2.0, 0.1);
  EXPECT_NEAR(distance.seconds, 0.25, 1e-3);
  EXPECT_GT(distance.mel_cepstral_db, 0.5);
}

TEST(TakeDiversity, HasNoPitchOfWhatHasNone) {
  const Take silence = analyse_take(std::vector<float>(8000, 0.0F));
  EXPECT_TRUE(std::isnan(take_distance(silence, silence).f0_st));
  EXPECT_TRUE(std::ranges::all_of(take_embedding(silence), [](double x) { return std::isfinite(x); }));
  EXPECT_THROW((void)analyse_take({}), Error);
}

TEST(SetCoverage, IsNearOneForTheSameDistribution) {
  const SetCoverage coverage = set_coverage(cloud(200, 0, 1, 1), cloud(200, 0, 1, 2), 5);
  EXPECT_GT(coverage.coverage, 0.9);
  EXPECT_NEAR(coverage.density, 1.0, 0.2);
}

TEST(SetCoverage, FallsWhereTheMadeCollapseOrLieElsewhere) {
  const Array2<double> real = cloud(200, 0, 1, 1);
  const SetCoverage collapsed = set_coverage(real, cloud(200, 0, 0.02, 2), 5);
  EXPECT_LT(collapsed.coverage, 0.2);
  EXPECT_GT(collapsed.density, 0.2) << "density alone does not show a collapse";
  const SetCoverage elsewhere = set_coverage(real, cloud(200, 9, 1, 2), 5);
  EXPECT_EQ(elsewhere.coverage, 0.0);
  EXPECT_EQ(elsewhere.density, 0.0);
}

TEST(SetCoverage, DoesNotDependOnUnits) {
  Array2<double> real = cloud(60, 0, 1, 1);
  Array2<double> made = cloud(60, 0.3, 1, 2);
  const SetCoverage before = set_coverage(real, made, 3);
  for (std::size_t n = 0; n < 60; ++n) {
    real(n, 1) *= 4096;
    made(n, 1) *= 4096;
  }
  EXPECT_EQ(set_coverage(real, made, 3).coverage, before.coverage);
}

TEST(SetCoverage, RefusesTooFew) {
  EXPECT_THROW((void)set_coverage(cloud(5, 0, 1, 1), cloud(5, 0, 1, 2), 5), Error);
  EXPECT_THROW((void)set_coverage(cloud(9, 0, 1, 1), Array2<double>(0, 2), 5), Error);
  EXPECT_THROW((void)set_coverage(cloud(9, 0, 1, 1), Array2<double>(4, 3), 5), Error);
}

}  // namespace
}  // namespace driftwave
