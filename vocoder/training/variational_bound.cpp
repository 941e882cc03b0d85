#include "vocoder/training/variational_bound.h"

#include <cmath>
#include <numbers>

#include "engine/diffusion/schedule.h"

namespace driftwave::training {

std::vector<double> bound_weights(std::span<const double> beta) {
  std::vector<double> weights(beta.size());
  double bar_before = 1;
  for (std::size_t n = 0; n < beta.size(); ++n) {
    const double alpha = 1 - beta[n];
    // KL of two Gaussians of the posterior's variance: (beta^2 / (2 sigma^2 alpha (1 - alpha_bar))) error.
    // The first step is a Gaussian decoder of variance beta: error / (2 alpha).
    const double nats = n == 0 ? 1 / (2 * alpha) : beta[n] / (2 * alpha * (1 - bar_before));
    weights[n] = nats / std::numbers::ln2;
    bar_before *= alpha;
  }
  return weights;
}

double bound_constant(std::span<const double> beta, double mean_square) {
  constexpr double kLevels = 32768;  // 16-bit samples: a density of -1..1 spread over steps of 1 / 32768
  const double decoder = 0.5 * std::log2(2 * std::numbers::pi * beta[0]) + std::log2(kLevels);
  const double bar = alpha_bars(beta).back();
  const double prior = 0.5 * (bar * mean_square - bar - std::log1p(-bar)) / std::numbers::ln2;
  return decoder + prior;
}

std::vector<std::size_t> band_edges(std::size_t steps, std::size_t bands) {
  std::vector<std::size_t> edges(bands + 1);
  for (std::size_t i = 0; i <= bands; ++i) edges[i] = steps * i / bands;
  return edges;
}

}  // namespace driftwave::training
