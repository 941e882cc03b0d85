#pragma once
/// WaveGrad's network in libtorch, for training and for use. Tensor names are those of public checkpoints.
#include <memory>

#include "vocoder/torch/epsilon_network.h"
#include "vocoder/wavegrad/config.h"

namespace driftwave {

/// Weights as training begins: orthogonal convolutions, Xavier in the modulation. `time` of epsilon() is the
/// noise level sqrt(alpha_bar).
[[nodiscard]] std::unique_ptr<EpsilonNetwork> make_wavegrad_network(const WaveGradConfig& config);

}  // namespace driftwave
