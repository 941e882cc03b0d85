#pragma once
/// Loss-aware importance sampling of timesteps (Nichol & Dhariwal 2021, arXiv:2102.09672, section 3.3), with
/// weights that keep the expected loss that of uniform draws.
#include <ATen/core/Tensor.h>

#include <cstdint>

#include "engine/training/loop.h"

namespace driftwave::training {

class TimestepSampler {
 public:
  /// @param bins equal parts of the timesteps. @param history losses remembered for each.
  explicit TimestepSampler(std::int64_t bins, std::int64_t history = 10);

  struct Draw {
    std::int64_t bin = 0;
    double weight = 1;  ///< multiplies the example's loss: 1 / (bins * probability)
  };

  /// Uniform until each bin has a full history; then with probability in proportion to the root mean square
  /// of its losses, mixed with a little of the uniform.
  /// @param u uniform in [0, 1).
  [[nodiscard]] Draw draw(double u) const;
  /// Remembers an example's loss, not weighted.
  void remember(std::int64_t bin, double loss);

  [[nodiscard]] double probability(std::int64_t bin) const;
  /// The memory, for checkpoints.
  [[nodiscard]] TaskState state() { return {{"timestep_losses", losses_}, {"timestep_counts", counts_}}; }

 private:
  [[nodiscard]] at::Tensor probabilities() const;

  at::Tensor losses_;  // [bins, history]
  at::Tensor counts_;  // [bins]
};

}  // namespace driftwave::training
