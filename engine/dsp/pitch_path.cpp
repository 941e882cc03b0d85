#include "engine/dsp/pitch_path.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace driftwave {
namespace {

double transition_cost(const PitchCandidate& from, const PitchCandidate& to, const PitchOptions& options) {
  const bool from_voiced = from.f0_hz > 0;
  const bool to_voiced = to.f0_hz > 0;
  if (from_voiced != to_voiced) return options.voicing_change_cost;
  return from_voiced ? options.octave_jump_cost * std::abs(std::log2(from.f0_hz / to.f0_hz)) : 0.0;
}

}  // namespace

std::size_t PitchColumn::best() const noexcept {
  const std::span<const double> costs = std::span(cost).first(candidates.size);
  return static_cast<std::size_t>(std::ranges::min_element(costs) - costs.begin());
}

void extend_paths(const PitchColumn* before, PitchColumn& column, const PitchOptions& options) noexcept {
  column.came_from.fill(0);
  for (std::size_t j = 0; j < column.candidates.size; ++j) {
    const PitchCandidate& to = column.candidates.states[j];
    double best = before == nullptr ? 0.0 : std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; before != nullptr && i < before->candidates.size; ++i) {
      const double c = before->cost[i] + transition_cost(before->candidates.states[i], to, options);
      if (c < best) {
        best = c;
        column.came_from[j] = static_cast<std::uint8_t>(i);
      }
    }
    column.cost[j] = best + to.cost;
  }
}

}  // namespace driftwave
