#include "engine/dsp/frechet_distance.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "engine/core/error.h"

namespace driftwave {
namespace {

/// Rows of independent Gaussians with the given means and deviations.
RowStatistics gaussian(const std::vector<double>& mean, const std::vector<double>& deviation,
                       std::uint32_t seed) {
  std::mt19937 generator(seed);
  std::normal_distribution<double> normal;
  Array2<float> rows(200000, mean.size());
  for (std::size_t n = 0; n < rows.rows(); ++n)
    for (std::size_t c = 0; c < mean.size(); ++c)
      rows(n, c) = static_cast<float>(mean[c] + deviation[c] * normal(generator));
  RowStatistics statistics(mean.size());
  statistics.add(rows);
  return statistics;
}

TEST(FrechetDistance, IsThatOfTheFormulaForIndependentGaussians) {
  const RowStatistics a = gaussian({0, 1, 2}, {1, 2, 0.5}, 1);
  const RowStatistics b = gaussian({1, 1, 0}, {1, 1, 1.5}, 2);
  // (m1 - m2)^2 + (d1 - d2)^2, summed.
  EXPECT_NEAR(frechet_distance(a, b), 1 + 0 + 4 + 0 + 1 + 1, 0.1);
  EXPECT_NEAR(frechet_distance(b, a), frechet_distance(a, b), 1e-9);
  EXPECT_NEAR(frechet_distance(a, a), 0, 1e-6);
}

TEST(FrechetDistance, AddsRowsPieceByPiece) {
  Array2<float> rows(10, 2);
  for (std::size_t n = 0; n < 10; ++n) {
    rows(n, 0) = static_cast<float>(n);
    rows(n, 1) = static_cast<float>(n * n);
  }
  RowStatistics whole(2);
  whole.add(rows);
  RowStatistics twice(2);
  twice.add(rows);
  twice.add(rows);
  EXPECT_EQ(whole.mean(), twice.mean());
  EXPECT_DOUBLE_EQ(whole.mean()[0], 4.5);
  EXPECT_NEAR(whole.covariance()(0, 0), 55.0 / 6, 1e-9);
}

TEST(FrechetDistance, RefusesTooFewRowsAndOtherColumns) {
  const RowStatistics none(2);
  EXPECT_THROW((void)frechet_distance(none, none), Error);
  RowStatistics two(2);
  EXPECT_THROW(two.add(Array2<float>(1, 3)), Error);
}

TEST(FrameEmbedding, LeavesSilenceOutAndKnowsSlopes) {
  Array2<float> cepstra(100, 14);
  for (std::size_t n = 0; n < 100; ++n) {
    cepstra(n, 0) = n < 60 ? 10.0F : -90.0F;
    cepstra(n, 3) = 0.5F * static_cast<float>(n);
  }
  const Array2<float> rows = frame_embedding(cepstra);
  ASSERT_EQ(rows.rows(), 60U);
  ASSERT_EQ(rows.cols(), 28U);
  EXPECT_NEAR(rows(30, 14 + 3), 0.5, 1e-5);
  EXPECT_NEAR(rows(30, 14 + 0), 0, 1e-5);
}

}  // namespace
}  // namespace driftwave
