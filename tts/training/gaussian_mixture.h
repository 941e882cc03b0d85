#pragma once
/// Mixtures of Gaussians with diagonal covariance, re-estimated by expectation-maximisation.
#include <cstddef>
#include <span>
#include <vector>

namespace driftwave {

class GaussianMixture {
 public:
  /// One standard Gaussian.
  explicit GaussianMixture(std::size_t dimensions);

  [[nodiscard]] std::size_t dimensions() const { return dimensions_; }
  [[nodiscard]] std::size_t components() const { return log_weight_.size(); }
  [[nodiscard]] std::span<const float> mean(std::size_t component) const;
  [[nodiscard]] std::span<const float> variance(std::size_t component) const;

  /// Natural log of the density at `x` [D].
  [[nodiscard]] float log_likelihood(std::span<const float> x) const;
  /// Log density of each component at `x`, weight included. @param out [components()]
  void component_scores(std::span<const float> x, std::span<float> out) const;

  /// Replaces each component by two, a fifth of a deviation to either side.
  void split();
  /// From now on no variance falls below `share` of the first component's present one.
  void set_floor_from_variance(float share);

 private:
  friend class MixtureAccumulator;
  void refresh();

  std::size_t dimensions_;
  std::vector<float> log_weight_;  ///< [components]
  std::vector<float> mean_;        ///< [components, D]
  std::vector<float> variance_;    ///< [components, D]
  std::vector<float> precision_;   ///< [components, D]
  std::vector<float> constant_;    ///< [components] log weight and normaliser
  std::vector<float> floor_;       ///< [D]
};

/// Sums of one expectation step.
class MixtureAccumulator {
 public:
  explicit MixtureAccumulator(const GaussianMixture& model);
  void add(const GaussianMixture& model, std::span<const float> x);
  /// The maximisation step. A component with next to no data keeps its parameters.
  void update(GaussianMixture& model) const;

 private:
  std::vector<double> weight_;
  std::vector<double> sum_;
  std::vector<double> square_;
  std::vector<float> scores_;
};

}  // namespace driftwave
