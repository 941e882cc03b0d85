#include "tts/training/gaussian_mixture.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "engine/core/noise.h"

namespace driftwave {
namespace {

void re_estimate(GaussianMixture& model, const std::vector<float>& values) {
  MixtureAccumulator sums(model);
  for (const float& value : values) sums.add(model, {&value, 1});
  sums.update(model);
}

TEST(GaussianMixture, StartsAsTheStandardNormal) {
  const GaussianMixture model(2);
  const std::vector<float> x = {1.0F, -2.0F};
  EXPECT_NEAR(model.log_likelihood(x), -std::log(2.0 * std::numbers::pi) - 2.5, 1e-5);
}

TEST(GaussianMixture, LearnsMeanAndVariance) {
  std::vector<float> values(20000);
  gaussian_noise({.seed = 1}, 0, values);
  for (float& value : values) value = 3.0F + 0.5F * value;
  GaussianMixture model(1);
  re_estimate(model, values);
  EXPECT_NEAR(model.mean(0)[0], 3.0F, 0.02F);
  EXPECT_NEAR(model.variance(0)[0], 0.25F, 0.01F);
}

TEST(GaussianMixture, SplitsToFindTwoClusters) {
  std::vector<float> values(4000);
  gaussian_noise({.seed = 2}, 0, values);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = 0.3F * values[i] + (i % 4 == 0 ? 5.0F : -1.0F);
  GaussianMixture model(1);
  re_estimate(model, values);
  model.split();
  ASSERT_EQ(model.components(), 2U);
  for (int round = 0; round < 20; ++round) re_estimate(model, values);
  const float low = std::min(model.mean(0)[0], model.mean(1)[0]);
  const float high = std::max(model.mean(0)[0], model.mean(1)[0]);
  EXPECT_NEAR(low, -1.0F, 0.05F);
  EXPECT_NEAR(high, 5.0F, 0.05F);
}

TEST(GaussianMixture, KeepsItsParametersWithoutData) {
  GaussianMixture model(1);
  re_estimate(model, {4.0F, 4.0F});
  EXPECT_EQ(model.mean(0)[0], 0.0F);
}

TEST(GaussianMixture, NeverFallsBelowItsVarianceFloor) {
  GaussianMixture model(1);
  model.set_floor_from_variance(0.1F);
  re_estimate(model, std::vector<float>(100, 2.0F));
  EXPECT_FLOAT_EQ(model.variance(0)[0], 0.1F);
}

}  // namespace
}  // namespace driftwave
