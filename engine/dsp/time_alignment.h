#pragma once
/// Which moments of two performances belong together: dynamic time warping (Sakoe & Chiba 1978), coarse to
/// fine for long ones (FastDTW; Salvador & Chan 2007).
#include <cstddef>
#include <vector>

#include "engine/core/tensor.h"

namespace driftwave {

struct AlignedFrames {
  std::size_t a = 0;
  std::size_t b = 0;
};

/// The cheapest path through all frames of both, from their first to their last; the cost of a pair is the
/// Euclidean distance of its rows, and a step on both at once counts twice.
/// @param a [Fa, C] @param b [Fb, C] @return pairs, each index rising by 0 or 1
/// @throws Error when either is empty or the columns disagree.
[[nodiscard]] std::vector<AlignedFrames> align_time(const Array2<float>& a, const Array2<float>& b);

}  // namespace driftwave
