#pragma once
/// The layer that engine/nn/low_rank_linear.h runs natively.
#include <torch/torch.h>

namespace driftwave::training {

struct LowRankLinearOptions {
  std::int64_t in = 0;
  std::int64_t out = 0;
  std::int64_t rank = 0;  ///< 0: one matrix, drawn and named as torch::nn::Linear does
};

/// x A^T B^T + b with parameters weight_a [rank, in], weight_b [out, rank] and bias.
class LowRankLinearModule : public torch::nn::Module {
 public:
  explicit LowRankLinearModule(const LowRankLinearOptions& options);
  at::Tensor forward(const at::Tensor& x);

  /// What the outputs' size depends on: B, or the one matrix.
  at::Tensor weight;
  at::Tensor bias;

 private:
  at::Tensor into_;  ///< A; undefined with rank 0
};
TORCH_MODULE_IMPL(LowRankLinear, LowRankLinearModule);

}  // namespace driftwave::training
