#include "engine/training/adamw.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

namespace driftwave::training {

AdamW::AdamW(torch::nn::Module& network) {
  torch::NoGradGuard no_grad;
  for (const auto& item : network.named_parameters()) {
    if (!item.value().requires_grad()) continue;
    const at::Tensor& p = item.value();
    parameters_.push_back({item.key(), p, at::zeros_like(p), at::zeros_like(p), p.detach().clone()});
  }
}

void AdamW::zero_grad() {
  for (auto& p : parameters_) p.value.mutable_grad() = at::Tensor();
}

double AdamW::update(std::int64_t step, const AdamWRates& rates) {
  torch::NoGradGuard no_grad;
  std::vector<at::Tensor> norms;
  for (const auto& p : parameters_)
    if (p.value.grad().defined()) norms.push_back(p.value.grad().norm());
  const double norm = norms.empty() ? 0.0 : at::stack(norms).norm().item<double>();
  if (!std::isfinite(norm)) return norm;

  const double clip = norm > rates.clip_norm ? rates.clip_norm / norm : 1.0;
  const auto t = static_cast<double>(step + 1);
  const double correction1 = 1.0 - std::pow(rates.beta1, t);
  const double correction2 = 1.0 - std::pow(rates.beta2, t);
  // A young average follows the weights; it reaches the asked decay after some hundred steps.
  const double decay = std::min(rates.ema_decay, (1.0 + t) / (10.0 + t));
  for (auto& p : parameters_) {
    if (p.value.grad().defined()) {
      const at::Tensor g = p.value.grad() * clip;
      p.first_moment.mul_(rates.beta1).add_(g, 1.0 - rates.beta1);
      p.second_moment.mul_(rates.beta2).addcmul_(g, g, 1.0 - rates.beta2);
      if (p.value.dim() > 1) p.value.mul_(1.0 - rates.learning_rate * rates.weight_decay);
      const at::Tensor denominator = (p.second_moment / correction2).sqrt_().add_(1e-8);
      p.value.addcdiv_(p.first_moment, denominator, -rates.learning_rate / correction1);
    }
    p.average.lerp_(p.value, 1.0 - decay);
  }
  return norm;
}

void AdamW::swap_averages() {
  torch::NoGradGuard no_grad;
  for (auto& p : parameters_) {
    const at::Tensor weights = p.value.detach().clone();
    p.value.copy_(p.average);
    p.average.copy_(weights);
  }
}

}  // namespace driftwave::training
