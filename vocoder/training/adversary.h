#pragma once
/// Discriminators that learn beside a vocoder, one update a step.
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>

#include "engine/training/loop.h"
#include "vocoder/training/discriminators.h"

namespace driftwave::training {

class AdamW;

struct AdversaryOptions {
  double learning_rate = 2e-4;
  double feature_weight = 2.0;           ///< of feature matching beside the adversarial loss
  std::int64_t segment_samples = 16384;  ///< of each crop are judged, from its beginning
  std::uint64_t seed = 0;
};

class Adversary {
 public:
  Adversary(const AdversaryOptions& options, const at::Device& device);
  ~Adversary();

  /// The vocoder's loss. The discriminators' gradient for telling both apart is kept for end_step().
  /// @param made, real [B, T]. @param share of the step's batch that this is
  [[nodiscard]] StepResult loss(const at::Tensor& made, const at::Tensor& real, double share);
  /// The discriminators' gradient so far, one row: to be summed over processes.
  [[nodiscard]] at::Tensor findings() const;
  /// Updates the discriminators with the gradient in findings().
  void end_step(std::int64_t step);
  /// Weights and moments.
  [[nodiscard]] TaskState state();

 private:
  AdversaryOptions options_;
  std::unique_ptr<Discriminators> networks_;
  std::unique_ptr<AdamW> optimizer_;
  at::Tensor gradient_;
};

}  // namespace driftwave::training
