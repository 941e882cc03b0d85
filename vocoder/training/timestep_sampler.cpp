#include "vocoder/training/timestep_sampler.h"

#include <ATen/ATen.h>

#include <cmath>

#include "engine/core/error.h"

namespace driftwave::training {
namespace {

/// No bin is ever forgotten, however small its loss.
constexpr double kUniformShare = 0.01;

}  // namespace

TimestepSampler::TimestepSampler(std::int64_t bins, std::int64_t history) {
  if (bins < 1 || history < 1)
    throw Error("timestep sampler: want bins and history > 0, got {} and {}", bins, history);
  losses_ = at::zeros({bins, history});
  counts_ = at::zeros({bins});
}

at::Tensor TimestepSampler::probabilities() const {
  const std::int64_t bins = losses_.size(0);
  const at::Tensor uniform = at::full({bins}, 1.0 / static_cast<double>(bins), at::kDouble);
  if (counts_.min().item<double>() < static_cast<double>(losses_.size(1))) return uniform;
  const at::Tensor size = losses_.to(at::kDouble).square().mean(1).sqrt();
  const double total = size.sum().item<double>();
  if (!(total > 0) || !std::isfinite(total)) return uniform;
  return size * ((1 - kUniformShare) / total) + uniform * kUniformShare;
}

double TimestepSampler::probability(std::int64_t bin) const {
  return probabilities()[bin].item<double>();
}

TimestepSampler::Draw TimestepSampler::draw(double u) const {
  const at::Tensor p = probabilities();
  const double* values = p.data_ptr<double>();
  const std::int64_t bins = p.numel();
  std::int64_t bin = 0;
  for (double left = u - values[0]; left >= 0 && bin + 1 < bins; left -= values[bin]) ++bin;
  return {.bin = bin, .weight = 1.0 / (static_cast<double>(bins) * values[bin])};
}

void TimestepSampler::remember(std::int64_t bin, double loss) {
  const auto history = losses_.size(1);
  const auto count = static_cast<std::int64_t>(counts_[bin].item<float>());
  losses_[bin][count % history] = loss;
  // Counts stay small enough for a float, and keep their place in the ring.
  counts_[bin] = static_cast<double>(count + 1 < 2 * history ? count + 1 : history);
}

}  // namespace driftwave::training
