#include "vocoder/training/smaller_layers.h"

#include <torch/torch.h>

#include <limits>
#include <tuple>

#include "engine/core/error.h"

namespace driftwave::training {
namespace {

/// Of the mean variance: crops that are too few must not make a covariance singular.
constexpr double kDamping = 1e-3;

at::Tensor damped(const at::Tensor& covariance) {
  const at::Tensor level = covariance.diagonal().mean() * kDamping + 1e-12;
  return covariance + level * torch::eye(covariance.size(0), covariance.options());
}

}  // namespace

void InputMoments::add(const at::Tensor& rows) {
  const at::Tensor x = rows.detach().to(at::kCPU, at::kFloat).reshape({-1, rows.size(-1)});
  const at::Tensor sum = x.sum(0, false, at::kDouble);
  const at::Tensor products = torch::mm(x.t(), x).to(at::kDouble);
  sum_ = sum_.defined() ? sum_ + sum : sum;
  products_ = products_.defined() ? products_ + products : products;
  count_ += static_cast<double>(x.size(0));
}

InputStatistics InputMoments::statistics() const {
  if (count_ == 0) throw Error("InputMoments: want at least one row");
  const at::Tensor mean = sum_ / count_;
  return {mean, products_ / count_ - torch::outer(mean, mean)};
}

InputStatistics independent_units(const FeedForward& layer) {
  const at::Tensor power = layer.widen_weight.to(at::kDouble).square().sum(1);
  return {torch::zeros_like(power), torch::diag(power)};
}

FeedForward drop_units(const FeedForward& layer, const InputStatistics& hidden, std::int64_t keep) {
  const std::int64_t units = layer.widen_weight.size(0);
  if (keep < 1 || keep > units) throw Error("drop_units: want 1..{} units, got {}", units, keep);
  const at::Tensor before = layer.narrow_weight.to(at::kDouble);
  const at::Tensor gamma = layer.gamma.to(at::kDouble).unsqueeze(1);
  at::Tensor weight = before.clone();
  at::Tensor precision = torch::cholesky_inverse(at::linalg_cholesky(damped(hidden.covariance)));
  at::Tensor dropped = torch::zeros({units}, at::kBool);
  for (std::int64_t left = units; left > keep; --left) {
    const at::Tensor cost = (gamma * weight).square().sum(0) / precision.diagonal();
    const auto i =
        cost.masked_fill(dropped, std::numeric_limits<double>::infinity()).argmin().item<std::int64_t>();
    const at::Tensor share = precision[i] / precision[i][i];
    weight.sub_(torch::outer(weight.select(1, i).clone(), share));
    precision.sub_(torch::outer(precision[i].clone(), share));
    dropped[i].fill_(true);
  }
  const at::Tensor kept = dropped.logical_not().nonzero().squeeze(1);
  const at::Tensor narrow = weight.index_select(1, kept);
  const at::Tensor bias = layer.narrow_bias.to(at::kDouble) + before.mv(hidden.mean) -
                          narrow.mv(hidden.mean.index_select(0, kept));
  return {layer.widen_weight.index_select(0, kept), layer.widen_bias.index_select(0, kept),
          narrow.to(at::kFloat), bias.to(at::kFloat), layer.gamma};
}

LowRankFactors low_rank_factors(const at::Tensor& weight, const at::Tensor& bias,
                                const InputStatistics& inputs, std::int64_t rank) {
  const std::int64_t most = std::min(weight.size(0), weight.size(1));
  if (rank < 1 || rank > most) throw Error("low_rank_factors: want a rank of 1..{}, got {}", most, rank);
  const at::Tensor w = weight.to(at::kDouble);
  const at::Tensor root = at::linalg_cholesky(damped(inputs.covariance));
  const auto [u, s, vh] = at::linalg_svd(w.mm(root), false);
  // Both factors of one size: neither leaves the range of half precision.
  const at::Tensor half = s.slice(0, 0, rank).sqrt();
  const at::Tensor b = u.slice(1, 0, rank) * half;
  const at::Tensor a = half.unsqueeze(1) * vh.slice(0, 0, rank).mm(torch::inverse(root));
  const at::Tensor moved = bias.to(at::kDouble) + (w - b.mm(a)).mv(inputs.mean);
  return {a.to(at::kFloat), b.to(at::kFloat), moved.to(at::kFloat)};
}

InputStatistics unit_inputs(std::int64_t count) {
  return {torch::zeros({count}, at::kDouble), torch::eye(count, at::kDouble)};
}

}  // namespace driftwave::training
