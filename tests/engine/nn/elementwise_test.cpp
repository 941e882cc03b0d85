#include "engine/nn/elementwise.h"

#include <limits>

#include "tests/engine/nn/reference.h"

namespace driftwave {
namespace {

/// Both signs from 1e-9 to 30, each 0.03 % apart.
std::vector<float> sweep() {
  std::vector<float> x = {0.0F, -0.0F};
  for (float value = 1e-9F; value < 30.0F; value *= 1.0003F) x.insert(x.end(), {value, -value});
  return x;
}

TEST(GeluTanh, IsWithinAMillionthOfTheDefinition) {
  const auto x = sweep();
  auto y = x;
  gelu_tanh(y);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double want = gelu_reference(x[i]);
    ASSERT_NEAR(y[i], want, 1e-6 * std::max(std::abs(want), 0.1)) << x[i];
  }
}

TEST(Silu, IsWithinAMillionthOfTheDefinition) {
  const auto x = sweep();
  auto y = x;
  silu(y);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double want = x[i] / (1.0 + std::exp(-static_cast<double>(x[i])));
    ASSERT_NEAR(y[i], want, 1e-6 * std::max(std::abs(want), 0.1)) << x[i];
  }
}

TEST(Activations, HoldAtTheEndsOfTheRange) {
  std::vector<float> y = {1e30F, -1e30F, 200.0F, -200.0F};
  gelu_tanh(y);
  EXPECT_EQ(y[0], 1e30F);
  EXPECT_NEAR(y[1], 0.0F, 1e-6);
  EXPECT_EQ(y[2], 200.0F);
  EXPECT_NEAR(y[3], 0.0F, 1e-6);
}

TEST(Activations, DoNotHideANaN) {
  std::vector<float> y(20, std::numeric_limits<float>::quiet_NaN());
  gelu_tanh(y);
  for (const float v : y) EXPECT_TRUE(std::isnan(v));
}

TEST(Exponential, IsWithinAMillionthOfTheDefinition) {
  const auto x = sweep();
  auto y = x;
  exponential(y);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double want = std::exp(static_cast<double>(x[i]));
    ASSERT_NEAR(y[i], want, 1e-6 * want) << x[i];
  }
}

TEST(Logarithm, IsWithinAMillionthOfTheDefinition) {
  std::vector<float> x;
  for (float value = 1e-30F; value < 1e30F; value *= 1.003F) x.push_back(value);
  for (float value = 0.9F; value < 1.1F; value += 1e-5F) x.push_back(value);
  auto y = x;
  logarithm(y);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double want = std::log(static_cast<double>(x[i]));
    ASSERT_NEAR(y[i], want, 3e-7 * std::max(std::abs(want), 1.0)) << x[i];
  }
}

TEST(Softplus, IsWithinAMillionthOfTheDefinition) {
  const auto x = sweep();
  auto y = x;
  softplus(y);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double want = std::log1p(std::exp(static_cast<double>(x[i])));
    ASSERT_NEAR(y[i], want, 1e-6 * std::max(want, 0.3)) << x[i];
  }
  std::vector<float> far = {-200.0F, 200.0F};
  softplus(far);
  EXPECT_NEAR(far[0], 0.0F, 1e-7);
  EXPECT_EQ(far[1], 200.0F);
}

TEST(Softmax, SumsToOneAndSurvivesLargeScores) {
  std::vector<float> values = {1000.0F, 1000.0F, -1000.0F, 0.0F, 0.0F, 0.0F};
  softmax(values, 3);
  EXPECT_NEAR(values[0], 0.5F, 1e-6);
  EXPECT_NEAR(values[2], 0.0F, 1e-6);
  EXPECT_NEAR(values[3] + values[4] + values[5], 1.0F, 1e-6);
}

}  // namespace
}  // namespace driftwave
