#pragma once
/// DiffWave's network in libtorch, for training and for use. Tensor names are those of public checkpoints.
#include <memory>

#include "vocoder/diffwave/config.h"
#include "vocoder/torch/epsilon_network.h"

namespace driftwave {

/// Weights as training begins: He-normal convolutions, and a last one of zeros so that the first prediction
/// is zero. `time` of epsilon() is the training step from 0, whole or fractional.
[[nodiscard]] std::unique_ptr<EpsilonNetwork> make_diffwave_network(const DiffWaveConfig& config);

}  // namespace driftwave
