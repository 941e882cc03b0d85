#pragma once
/// HarmonicFlow as a libtorch network, for training. vocoder/harmonic_flow runs the same weights natively.
#include <ATen/core/Tensor.h>

#include <functional>
#include <memory>
#include <string>

#include "vocoder/harmonic_flow/config.h"
#include "vocoder/training/spectral.h"

namespace torch::nn {
class Module;
}

namespace driftwave::training {

/// What the conditioner says of each frame.
struct PriorOutput {
  Complex filter;       ///< H on the source, [B, F, K]
  at::Tensor noise;     ///< g >= 0, [B, F, K]
  at::Tensor features;  ///< [B, F, C] for the flow network
};

/// Mel, pitch and the source's transform: all that the network is told.
struct Condition {
  at::Tensor mel;      ///< [B, F, M]
  at::Tensor f0_hz;    ///< [B, F]
  at::Tensor voicing;  ///< [B, F]
  Complex source;      ///< E, [B, F, K], unit variance
};

/// Told of a block's name, such as "prior.blocks.0", and of its hidden units after the activation,
/// [..., hidden].
using HiddenObserver = std::function<void(const std::string& block, const at::Tensor& hidden)>;

class HarmonicFlowNetwork {
 public:
  virtual ~HarmonicFlowNetwork() = default;
  [[nodiscard]] virtual torch::nn::Module& module() = 0;
  [[nodiscard]] virtual PriorOutput prior(const Condition& condition) = 0;
  /// Velocity at time t in 0..1. @param state x_t, mean H * E, source E: [B, F, K]; features as in
  /// PriorOutput.
  /// @param t [B]. @return [B, F, K], zero in the bins that no group covers.
  [[nodiscard]] virtual Complex velocity(const Complex& state, const Complex& mean, const Complex& source,
                                         const at::Tensor& features, const at::Tensor& t) = 0;
  /// Whether velocity() keeps the inner results of its blocks for the backward pass or computes them again:
  /// engine/training/activation_checkpoint.h.
  virtual void checkpoint_activations(bool on) = 0;
  /// Freezes (or frees) the conditioner and the prior's heads.
  virtual void freeze_prior(bool frozen) = 0;
  /// Freezes (or frees) the flow network.
  virtual void freeze_flow(bool frozen) = 0;
  /// From now on every pass shows its hidden units; an empty observer ends that.
  virtual void observe(const HiddenObserver& observer) = 0;
};

/// Weights are drawn from torch's generator: seed it first.
[[nodiscard]] std::unique_ptr<HarmonicFlowNetwork> make_harmonic_flow_network(
    const HarmonicFlowConfig& config);

}  // namespace driftwave::training
