#pragma once
/// What DiffWave and WaveGrad are to the sampler and to the trainer.
#include <ATen/core/Tensor.h>

#include "engine/model/safetensors.h"

namespace torch::nn {
class Module;
}

namespace driftwave {

/// Predicts the noise in a waveform, given its mel and how noisy it is.
class EpsilonNetwork {
 public:
  virtual ~EpsilonNetwork() = default;
  [[nodiscard]] virtual torch::nn::Module& module() = 0;
  /// @param audio [B, T] with T = F * hop. @param time [B] float: see NetworkTime.
  /// @param mel [B, M, F]; not looked at by an unconditional network. @return [B, T]
  [[nodiscard]] virtual at::Tensor epsilon(const at::Tensor& audio, const at::Tensor& time,
                                           const at::Tensor& mel) const = 0;
};

/// Fills every parameter from the file.
/// @throws Error naming file and tensor: missing, of another shape, not finite, or not the network's.
void load_network(const SafetensorsFile& file, EpsilonNetwork& network);

}  // namespace driftwave
