#pragma once
/// Viterbi search over pitch candidates, one frame at a time.
#include <array>
#include <cstdint>

#include "engine/dsp/yin.h"

namespace driftwave {

/// One frame of the search.
struct PitchColumn {
  PitchCandidates candidates;
  std::array<double, kMaxPitchStates> cost{};             ///< of the cheapest path that ends in each state
  std::array<std::uint8_t, kMaxPitchStates> came_from{};  ///< that path's state in the frame before

  /// The state in which the cheapest path ends.
  [[nodiscard]] std::size_t best() const noexcept;
};

/// RT. Fills cost and came_from of a column whose candidates are known. @param before null: the first frame.
void extend_paths(const PitchColumn* before, PitchColumn& column, const PitchOptions& options) noexcept;

}  // namespace driftwave
