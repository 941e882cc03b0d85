#include "engine/training/energy_score.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "engine/core/error.h"

namespace driftwave::training {
namespace {

/// Under the root: keeps its slope finite where a draw meets the target.
constexpr double kLeastSquare = 1e-8;

/// Mean over patches of one size. @param square [B, R, K], masked. @param mask as in PatchOptions
at::Tensor distance_of_size(const at::Tensor& square, const at::Tensor& mask, PatchSize size,
                            std::int64_t shift) {
  const std::int64_t rows = std::min(size.rows, square.size(1));
  const std::int64_t columns = std::min(size.columns, square.size(2));
  const auto tiled = [&](const at::Tensor& image, std::int64_t width) {
    const std::int64_t row = shift % (image.size(1) % rows + 1);
    const std::int64_t column = shift % (image.size(2) % width + 1);
    const at::Tensor inner = image.slice(1, row).slice(2, column);
    return rows * width == 1 ? inner : at::avg_pool2d(inner.unsqueeze(1), {rows, width}).squeeze(1);
  };
  const at::Tensor pooled = tiled(square, columns);
  if (!mask.defined()) return (pooled + kLeastSquare).sqrt().mean();
  const at::Tensor share = tiled(mask, mask.size(2) == 1 ? 1 : columns);  // of each patch's cells
  const at::Tensor root = (pooled / share.clamp_min(1e-3) + kLeastSquare).sqrt();
  const at::Tensor weight = share.expand_as(root);
  return (root * weight).sum() / weight.sum().clamp_min(1e-3);
}

}  // namespace

at::Tensor patch_distance(const at::Tensor& difference, const PatchOptions& options) {
  if (options.sizes.empty()) throw Error("energy score: want a patch size, got none");
  at::Tensor square = difference.square();
  if (options.column_weight.defined()) square = square * options.column_weight;
  if (options.mask.defined()) square = square * options.mask;
  at::Tensor sum;
  for (const PatchSize& size : options.sizes) {
    const at::Tensor one = distance_of_size(square, options.mask, size, options.shift);
    sum = sum.defined() ? sum + one : one;
  }
  return sum / static_cast<double>(options.sizes.size());
}

EnergyScore energy_score(std::span<const at::Tensor> draws, const at::Tensor& target,
                         const PatchOptions& options) {
  if (draws.size() < 2) throw Error("energy score: want at least two draws, got {}", draws.size());
  at::Tensor error;
  at::Tensor spread;
  const auto add = [](at::Tensor& sum, const at::Tensor& term) { sum = sum.defined() ? sum + term : term; };
  for (std::size_t i = 0; i < draws.size(); ++i) {
    add(error, patch_distance(draws[i] - target, options));
    for (std::size_t j = 0; j < i; ++j) add(spread, patch_distance(draws[i] - draws[j], options));
  }
  const auto count = static_cast<double>(draws.size());
  error = error / count;
  spread = spread / (0.5 * count * (count - 1));
  return {error - 0.5 * spread, error.detach(), spread.detach()};
}

EnergyScore weighted_sum(std::span<const EnergyScore> scores, std::span<const double> weights) {
  if (scores.empty() || scores.size() != weights.size())
    throw Error("energy score: want one weight for each score, got {} and {}", weights.size(), scores.size());
  EnergyScore sum{scores[0].score * weights[0], scores[0].error * weights[0], scores[0].spread * weights[0]};
  for (std::size_t i = 1; i < scores.size(); ++i) {
    sum.score = sum.score + weights[i] * scores[i].score;
    sum.error = sum.error + weights[i] * scores[i].error;
    sum.spread = sum.spread + weights[i] * scores[i].spread;
  }
  return sum;
}

}  // namespace driftwave::training
