#pragma once
/// How far two sets of sounds are from each other as sets, without pairs (Heusel et al. 2017,
/// arXiv:1706.08500).
#include <cstddef>
#include <vector>

#include "engine/core/tensor.h"

namespace driftwave {

/// A Gaussian fitted to rows.
class RowStatistics {
 public:
  explicit RowStatistics(std::size_t columns);

  /// @param rows [N, columns()]. @throws Error for another number of columns.
  void add(const Array2<float>& rows);

  [[nodiscard]] std::size_t columns() const { return sums_.size(); }
  [[nodiscard]] double count() const { return count_; }
  /// [C]
  [[nodiscard]] std::vector<double> mean() const;
  /// [C, C]
  [[nodiscard]] Array2<double> covariance() const;

 private:
  double count_ = 0;
  std::vector<double> sums_;
  Array2<double> products_;
};

/// |m1 - m2|^2 + trace(S1 + S2 - 2 (S1 S2)^(1/2)) of the two Gaussians; 0 for the same set.
/// @throws Error unless both hold at least two rows of the same length.
[[nodiscard]] double frechet_distance(const RowStatistics& a, const RowStatistics& b);

/// The embedding that `driftwave eval` compares sets in: mel-cepstra 0 to 13 of each frame (voice_metrics.h),
/// their slopes over four frames on each side, and no frame more than 50 dB below the loudest. @return [N,
/// 28]
[[nodiscard]] Array2<float> frame_embedding(const Array2<float>& cepstra);

}  // namespace driftwave
