#pragma once
/// AdamW (Loshchilov & Hutter 2019, arXiv:1711.05101) with state that a checkpoint can hold, and an
/// exponential moving average of the weights.
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <string>
#include <vector>

namespace torch::nn {
class Module;
}

namespace driftwave::training {

struct TrainedParameter {
  std::string name;
  at::Tensor value;
  at::Tensor first_moment;
  at::Tensor second_moment;
  at::Tensor average;
};

struct AdamWRates {
  double learning_rate = 1e-3;
  double beta1 = 0.9;
  double beta2 = 0.98;
  double weight_decay = 0.01;
  double clip_norm = 1.0;
  double ema_decay = 0.999;
};

class AdamW {
 public:
  /// Takes the parameters that require a gradient.
  explicit AdamW(torch::nn::Module& network);

  void zero_grad();
  /// One update; `step` counts from 0. Weight decay applies to matrices and kernels, not to vectors.
  /// @return norm of the gradient before clipping; when it is not finite nothing is updated.
  double update(std::int64_t step, const AdamWRates& rates);
  /// Exchanges weights and averages: call twice to come back.
  void swap_averages();

  [[nodiscard]] std::vector<TrainedParameter>& parameters() { return parameters_; }

 private:
  std::vector<TrainedParameter> parameters_;
};

}  // namespace driftwave::training
