#pragma once
/// The energy score: a loss that is least for samples of the right distribution, not for their mean.
///
/// For a target y and draws x_1 .. x_n of one network from independent noise,
///
///     score = mean_i d(x_i, y) - 1/2 mean_{i != j} d(x_i, x_j)
///
/// (Gneiting & Raftery 2007; Gritsenko et al. 2020, arXiv:2008.01160, for waveforms). Proper for a d of
/// negative type: a norm that is not squared. One norm over a whole image has no gradient in its detail, and
/// single cells see marginals only, so d is a mean over patches of several sizes of the root of the mean
/// square difference.
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <span>
#include <vector>

namespace driftwave::training {

/// A tile of rows (time) by columns (frequency).
struct PatchSize {
  std::int64_t rows = 1;
  std::int64_t columns = 1;
};

struct PatchOptions {
  std::vector<PatchSize> sizes = {{1, 1}, {2, 4}, {4, 8}, {8, 16}};
  /// [K] or undefined: weight of each column's square difference.
  at::Tensor column_weight = {};
  /// [B, R, K], [B, R, 1] or undefined: how much each cell counts, 0..1. Patches weigh as their cells do.
  at::Tensor mask = {};
  /// Moves the tiling from call to call, so that no cell always lies at an edge.
  std::int64_t shift = 0;
};

/// Mean over patch sizes of the mean over patches of sqrt(mean of weight * difference^2).
/// @param difference [B, R, K]. @return scalar
[[nodiscard]] at::Tensor patch_distance(const at::Tensor& difference, const PatchOptions& options);

struct EnergyScore {
  at::Tensor score;   ///< scalar, with gradient
  at::Tensor error;   ///< mean distance of draws and target, detached
  at::Tensor spread;  ///< mean distance of two draws, detached; equal to error where the draws are right
};

/// @param draws at least two of the target's shape [B, R, K]. @throws Error with fewer.
[[nodiscard]] EnergyScore energy_score(std::span<const at::Tensor> draws, const at::Tensor& target,
                                       const PatchOptions& options);

/// Sum of `weight` times each score. @throws Error for different lengths or none.
[[nodiscard]] EnergyScore weighted_sum(std::span<const EnergyScore> scores, std::span<const double> weights);

}  // namespace driftwave::training
