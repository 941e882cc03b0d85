#include "tts/training/gaussian_mixture.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace driftwave {
namespace {

constexpr double kLeastFrames = 8.0;
constexpr float kLeastVariance = 1e-6F;

float log_sum(std::span<const float> values) {
  const float top = *std::max_element(values.begin(), values.end());
  float sum = 0;
  for (const float v : values) sum += std::exp(v - top);
  return top + std::log(sum);
}

}  // namespace

GaussianMixture::GaussianMixture(std::size_t dimensions)
    : dimensions_(dimensions),
      log_weight_(1, 0.0F),
      mean_(dimensions, 0.0F),
      variance_(dimensions, 1.0F),
      floor_(dimensions, kLeastVariance) {
  refresh();
}

std::span<const float> GaussianMixture::mean(std::size_t component) const {
  return std::span<const float>(mean_).subspan(component * dimensions_, dimensions_);
}

std::span<const float> GaussianMixture::variance(std::size_t component) const {
  return std::span<const float>(variance_).subspan(component * dimensions_, dimensions_);
}

void GaussianMixture::refresh() {
  precision_.resize(variance_.size());
  constant_.resize(components());
  for (std::size_t k = 0; k < components(); ++k) {
    double log_determinant = 0;
    for (std::size_t d = 0; d < dimensions_; ++d) {
      float& v = variance_[k * dimensions_ + d];
      v = std::max(v, floor_[d]);
      precision_[k * dimensions_ + d] = 1.0F / v;
      log_determinant += std::log(static_cast<double>(v));
    }
    const double normaliser =
        0.5 * (static_cast<double>(dimensions_) * std::log(2.0 * std::numbers::pi) + log_determinant);
    constant_[k] = log_weight_[k] - static_cast<float>(normaliser);
  }
}

void GaussianMixture::component_scores(std::span<const float> x, std::span<float> out) const {
  for (std::size_t k = 0; k < components(); ++k) {
    const float* mean = &mean_[k * dimensions_];
    const float* precision = &precision_[k * dimensions_];
    float distance = 0;
    for (std::size_t d = 0; d < dimensions_; ++d) {
      const float delta = x[d] - mean[d];
      distance += delta * delta * precision[d];
    }
    out[k] = constant_[k] - 0.5F * distance;
  }
}

float GaussianMixture::log_likelihood(std::span<const float> x) const {
  std::vector<float> scores(components());
  component_scores(x, scores);
  return log_sum(scores);
}

void GaussianMixture::split() {
  const std::size_t before = components();
  for (std::size_t k = 0; k < before; ++k) {
    log_weight_[k] -= std::numbers::ln2_v<float>;
    log_weight_.push_back(log_weight_[k]);
    for (std::size_t d = 0; d < dimensions_; ++d) {
      const float offset = 0.2F * std::sqrt(variance_[k * dimensions_ + d]);
      mean_.push_back(mean_[k * dimensions_ + d] + offset);
      mean_[k * dimensions_ + d] -= offset;
      variance_.push_back(variance_[k * dimensions_ + d]);
    }
  }
  refresh();
}

void GaussianMixture::set_floor_from_variance(float share) {
  for (std::size_t d = 0; d < dimensions_; ++d) floor_[d] = std::max(kLeastVariance, share * variance_[d]);
  refresh();
}

MixtureAccumulator::MixtureAccumulator(const GaussianMixture& model)
    : weight_(model.components()),
      sum_(model.components() * model.dimensions()),
      square_(model.components() * model.dimensions()),
      scores_(model.components()) {}

void MixtureAccumulator::add(const GaussianMixture& model, std::span<const float> x) {
  model.component_scores(x, scores_);
  const float total = log_sum(scores_);
  for (std::size_t k = 0; k < weight_.size(); ++k) {
    const double share = std::exp(scores_[k] - total);
    weight_[k] += share;
    double* sum = &sum_[k * x.size()];
    double* square = &square_[k * x.size()];
    for (std::size_t d = 0; d < x.size(); ++d) {
      const double value = x[d];
      sum[d] += share * value;
      square[d] += share * value * value;
    }
  }
}

void MixtureAccumulator::update(GaussianMixture& model) const {
  double all = 0;
  for (const double w : weight_) all += w;
  const std::size_t dimensions = model.dimensions();
  for (std::size_t k = 0; k < weight_.size(); ++k) {
    if (weight_[k] < kLeastFrames) continue;
    model.log_weight_[k] = static_cast<float>(std::log(weight_[k] / all));
    for (std::size_t d = 0; d < dimensions; ++d) {
      const std::size_t i = k * dimensions + d;
      const double mean = sum_[i] / weight_[k];
      model.mean_[i] = static_cast<float>(mean);
      model.variance_[i] = static_cast<float>(square_[i] / weight_[k] - mean * mean);
    }
  }
  model.refresh();
}

}  // namespace driftwave
