#pragma once
/// Gaussian mixtures, for which every prediction of a perfect network is known in closed form.
#include <cmath>
#include <random>
#include <vector>

#include "engine/core/error.h"
#include "engine/diffusion/executor.h"

namespace driftwave::test {

struct Component {
  double weight = 1;
  std::vector<double> mean;  ///< [D]
  double deviation = 1;      ///< of each dimension
};

/// data ~ sum of weight * N(mean, deviation^2 I); then x = signal * data + noise * epsilon has density
/// sum of weight * N(signal * mean, (signal^2 deviation^2 + noise^2) I).
class Mixture {
 public:
  explicit Mixture(std::vector<Component> components) : components_(std::move(components)) {}

  [[nodiscard]] std::size_t dimensions() const { return components_.front().mean.size(); }
  [[nodiscard]] const std::vector<Component>& components() const { return components_; }

  /// E[prediction | x] for one point x [D].
  void predict(Prediction prediction, std::span<const double> x, const PathPoint& at,
               std::span<double> out) const {
    const std::size_t dims = dimensions();
    std::vector<double> share(components_.size());
    double top = -1e300;
    for (std::size_t k = 0; k < components_.size(); ++k) {
      const Component& c = components_[k];
      const double variance = variance_at(c, at);
      double square = 0;
      for (std::size_t i = 0; i < dims; ++i) square += std::pow(x[i] - at.signal * c.mean[i], 2);
      share[k] =
          std::log(c.weight) - 0.5 * static_cast<double>(dims) * std::log(variance) - square / (2 * variance);
      top = std::max(top, share[k]);
    }
    double sum = 0;
    for (double& s : share) sum += s = std::exp(s - top);
    for (std::size_t i = 0; i < dims; ++i) {
      double data = 0;
      double whitened = 0;  // epsilon / noise = -score
      for (std::size_t k = 0; k < components_.size(); ++k) {
        const Component& c = components_[k];
        const double offset = (x[i] - at.signal * c.mean[i]) / variance_at(c, at);
        data += share[k] / sum * (c.mean[i] + at.signal * c.deviation * c.deviation * offset);
        whitened += share[k] / sum * offset;
      }
      out[i] = mix(prediction, data, whitened, at);
    }
  }

  /// A perfect network for many points side by side. @param x [N * D]
  [[nodiscard]] SpanExecutor<double>::Network network(Prediction prediction) const {
    return [this, prediction](std::span<const double> x, const PathPoint& at, std::span<double> out) {
      const std::size_t dims = dimensions();
      for (std::size_t i = 0; i < x.size(); i += dims)
        predict(prediction, x.subspan(i, dims), at, out.subspan(i, dims));
    };
  }

  /// The component that most likely made x [D].
  [[nodiscard]] std::size_t nearest(std::span<const double> x) const {
    std::size_t best = 0;
    double least = 1e300;
    for (std::size_t k = 0; k < components_.size(); ++k) {
      double square = 0;
      for (std::size_t i = 0; i < x.size(); ++i) square += std::pow(x[i] - components_[k].mean[i], 2);
      if (square < least) {
        least = square;
        best = k;
      }
    }
    return best;
  }

 private:
  static double variance_at(const Component& c, const PathPoint& at) {
    return at.signal * at.signal * c.deviation * c.deviation + at.noise * at.noise;
  }
  static double mix(Prediction prediction, double data, double whitened, const PathPoint& at) {
    switch (prediction) {
      case Prediction::kEpsilon:
        return at.noise * whitened;
      case Prediction::kX0:
        return data;
      case Prediction::kV:
        return at.signal * at.noise * whitened - at.noise * data;
      case Prediction::kScore:
        return -whitened;
      case Prediction::kVelocity:
        return data - at.noise * whitened;
    }
    throw Error("mixture: unknown prediction");
  }

  std::vector<Component> components_;
};

inline Mixture one_dimension() {
  return Mixture({{0.3, {-1.5}, 0.4}, {0.5, {0.5}, 0.25}, {0.2, {2.0}, 0.5}});
}

inline Mixture sixteen_dimensions() {
  std::vector<double> a(16);
  std::vector<double> b(16);
  for (std::size_t i = 0; i < a.size(); ++i) {
    a[i] = 0.5 + 0.1 * static_cast<double>(i);
    b[i] = i % 2 == 0 ? -1.0 : 0.3;
  }
  return Mixture({{0.35, a, 0.5}, {0.65, b, 0.3}});
}

inline std::vector<double> gaussian(std::size_t count, std::uint32_t seed) {
  std::mt19937 generator(seed);
  std::normal_distribution<double> normal;
  std::vector<double> values(count);
  for (double& v : values) v = normal(generator);
  return values;
}

/// Fresh noise for each step.
inline std::function<void(int, std::span<double>)> noise_source(std::uint32_t seed) {
  return [generator = std::mt19937(seed), normal = std::normal_distribution<double>()](
             int, std::span<double> out) mutable {
    for (double& v : out) v = normal(generator);
  };
}

}  // namespace driftwave::test
