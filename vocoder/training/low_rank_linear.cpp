#include "vocoder/training/low_rank_linear.h"

namespace driftwave::training {

namespace nn = torch::nn;

LowRankLinearModule::LowRankLinearModule(const LowRankLinearOptions& o) {
  if (o.rank > 0) {
    const nn::Linear into(nn::LinearOptions(o.in, o.rank).bias(false));
    into_ = register_parameter("weight_a", into->weight.detach());
  }
  const nn::Linear out_of(o.rank > 0 ? o.rank : o.in, o.out);
  weight = register_parameter(o.rank > 0 ? "weight_b" : "weight", out_of->weight.detach());
  bias = register_parameter("bias", out_of->bias.detach());
}

at::Tensor LowRankLinearModule::forward(const at::Tensor& x) {
  return torch::linear(into_.defined() ? torch::linear(x, into_) : x, weight, bias);
}

}  // namespace driftwave::training
