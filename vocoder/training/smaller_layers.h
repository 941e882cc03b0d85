#pragma once
/// Layers with fewer hidden units or of lower rank that answer as the old ones did: least squares over what
/// a layer is fed.
#include <ATen/core/Tensor.h>

#include <cstdint>

namespace driftwave::training {

/// What a layer is fed: mean [n] and covariance [n, n], float64.
struct InputStatistics {
  at::Tensor mean;
  at::Tensor covariance;
};

/// Gathers InputStatistics.
class InputMoments {
 public:
  /// @param rows [..., n]
  void add(const at::Tensor& rows);
  /// @throws Error unless rows were added.
  [[nodiscard]] InputStatistics statistics() const;

 private:
  double count_ = 0;
  at::Tensor sum_;
  at::Tensor products_;
};

/// Two layers with hidden units between them: narrow(activation(widen(x))), times gamma.
struct FeedForward {
  at::Tensor widen_weight;   ///< [hidden, in]
  at::Tensor widen_bias;     ///< [hidden]
  at::Tensor narrow_weight;  ///< [out, hidden]
  at::Tensor narrow_bias;    ///< [out]
  at::Tensor gamma;          ///< [out]
};

/// What can be said without data: units that do not depend on each other, as large as their rows of `widen`.
/// A unit then counts with the product of its norms in `widen` and in gamma * `narrow`.
[[nodiscard]] InputStatistics independent_units(const FeedForward& layer);

/// Drops units one by one, each time the one whose loss changes the output least once the others make up for
/// it (optimal brain surgeon, Hassibi & Stork 1993, on whole units): |gamma w_i|^2 / (C^-1)_ii.
/// @param hidden statistics of the units. @param keep 1..hidden units.
[[nodiscard]] FeedForward drop_units(const FeedForward& layer, const InputStatistics& hidden,
                                     std::int64_t keep);

/// Two factors and the bias that goes with them.
struct LowRankFactors {
  at::Tensor a;     ///< [rank, in]
  at::Tensor b;     ///< [out, rank]
  at::Tensor bias;  ///< [out]
};

/// The rank-limited matrix whose outputs differ least on inputs of these statistics: the singular value
/// decomposition of W C^1/2, cut off.
/// @param weight [out, in]. @param rank 1..min(in, out).
[[nodiscard]] LowRankFactors low_rank_factors(const at::Tensor& weight, const at::Tensor& bias,
                                              const InputStatistics& inputs, std::int64_t rank);

/// Inputs of unit variance: low_rank_factors is then the plain decomposition.
[[nodiscard]] InputStatistics unit_inputs(std::int64_t count);

}  // namespace driftwave::training
