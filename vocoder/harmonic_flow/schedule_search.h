#pragma once
/// The best times for a number of steps, by trying.
#include <functional>

#include "vocoder/harmonic_flow/flow_schedule.h"

namespace driftwave {

struct ScheduleSearchOptions {
  /// Shares of the gap to a neighbour by which a time is moved, coarse to fine.
  std::vector<double> moves = {0.5, 0.25, 0.1};
  int rounds = 2;  ///< over all times, for each move
};

struct FoundSchedule {
  FlowSchedule schedule;
  double loss = 0;
  int trials = 0;
};

/// Coordinate search: moves one inner time after the other toward either neighbour and keeps what lowers the
/// loss. @param loss of a schedule; the lower the better. Never worse than `start`.
[[nodiscard]] FoundSchedule search_schedule(const FlowSchedule& start,
                                            const std::function<double(const FlowSchedule&)>& loss,
                                            const ScheduleSearchOptions& options);

}  // namespace driftwave
