#include "vocoder/training/variational_bound.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "engine/diffusion/schedule.h"

namespace driftwave::training {
namespace {

/// KL of N(a, v) and N(b, v) in bits.
double kl_bits(double a, double b, double v) {
  return (a - b) * (a - b) / (2 * v) / std::numbers::ln2;
}

TEST(BoundWeights, AreTheKlOfThePosteriors) {
  const std::vector<double> beta = named_betas("diffwave-50");
  const std::vector<double> bar = alpha_bars(beta);
  const std::vector<double> weights = bound_weights(beta);
  const double data = 0.3;
  const double noise = -0.7;
  const double guess = -0.5;
  for (std::size_t n = 1; n < beta.size(); ++n) {
    const double x = std::sqrt(bar[n]) * data + std::sqrt(1 - bar[n]) * noise;
    // Ho et al. 2020, equation 7: the posterior's mean from the data, and from the data the guess implies.
    const auto mean = [&](double x0) {
      return (std::sqrt(bar[n - 1]) * beta[n] * x0 + std::sqrt(1 - beta[n]) * (1 - bar[n - 1]) * x) /
             (1 - bar[n]);
    };
    const double implied = (x - std::sqrt(1 - bar[n]) * guess) / std::sqrt(bar[n]);
    const double variance = (1 - bar[n - 1]) / (1 - bar[n]) * beta[n];
    EXPECT_NEAR(weights[n] * (noise - guess) * (noise - guess), kl_bits(mean(data), mean(implied), variance),
                1e-9);
  }
}

TEST(VariationalBound, OfGaussianDataIsTheirEntropyAndWhatTheFixedVariancesCost) {
  // Data N(0, s^2): the best epsilon has squared error s^2 a / (s^2 a + 1 - a) at alpha_bar a. The exact
  // reverse step is Gaussian with 1 + u times the posterior's variance, which costs (u - ln(1 + u)) / 2 nats
  // when the model keeps the posterior's; the decoder's is u times beta.
  const double s2 = 0.04;
  const std::vector<double> beta = linear_betas(1e-5, 0.02, 2000);
  const std::vector<double> bar = alpha_bars(beta);
  const std::vector<double> weights = bound_weights(beta);
  double bits = bound_constant(beta, s2);
  for (std::size_t n = 0; n < beta.size(); ++n) {
    const double term = weights[n] * s2 * bar[n] / (s2 * bar[n] + 1 - bar[n]);
    const double u = 2 * std::numbers::ln2 * term;
    bits += term - 0.5 * (n == 0 ? u - 1 - std::log(u) : u - std::log1p(u)) / std::numbers::ln2;
  }
  const double entropy = 0.5 * std::log2(2 * std::numbers::pi * std::numbers::e * s2) + 15;
  EXPECT_NEAR(bits, entropy, 1e-6);
}

TEST(BandEdges, CoverEveryStep) {
  EXPECT_EQ(band_edges(50, 8), (std::vector<std::size_t>{0, 6, 12, 18, 25, 31, 37, 43, 50}));
}

}  // namespace
}  // namespace driftwave::training
