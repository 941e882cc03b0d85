#pragma once
/// Monotonic alignment search: the best path of frames through a row of states (Viterbi 1967; as the search
/// of Glow-TTS, Kim et al. 2020, arXiv:2005.11129, with units that may be left out).
#include <span>
#include <vector>

#include "engine/core/tensor.h"

namespace driftwave {

/// A run of consecutive states, each held for at least one frame. An optional unit takes no frame at all, or
/// passes through all of its states.
struct AlignmentUnit {
  int states = 1;
  bool optional = false;
};

/// Most likely monotonic path that visits every unit but the optional ones.
///
/// @param log_likelihood [F, S], S the sum of the units' states.
/// @return [F] state of each frame, non-decreasing; of equal paths, the one that stays longest in early
/// states.
/// @throws Error when S disagrees or no path fits into F frames.
[[nodiscard]] std::vector<int> align_monotonic(const Array2<float>& log_likelihood,
                                               std::span<const AlignmentUnit> units);

}  // namespace driftwave
