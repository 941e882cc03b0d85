#include "vocoder/harmonic_flow/schedule_search.h"

namespace driftwave {

FoundSchedule search_schedule(const FlowSchedule& start,
                              const std::function<double(const FlowSchedule&)>& loss,
                              const ScheduleSearchOptions& options) {
  validate(start, "schedule search");
  FoundSchedule best{.schedule = start, .loss = loss(start), .trials = 1};
  for (const double move : options.moves) {
    for (int round = 0; round < options.rounds; ++round) {
      bool improved = false;
      for (std::size_t i = 1; i + 1 < start.times.size(); ++i) {
        for (const std::size_t neighbour : {i - 1, i + 1}) {
          FlowSchedule tried = best.schedule;
          tried.times[i] += move * (tried.times[neighbour] - tried.times[i]);
          const double tried_loss = loss(tried);
          ++best.trials;
          if (!(tried_loss < best.loss)) continue;
          best.schedule = std::move(tried);
          best.loss = tried_loss;
          improved = true;
        }
      }
      if (!improved) break;
    }
  }
  return best;
}

}  // namespace driftwave
