#include "vocoder/harmonic_flow/schedule_search.h"

#include <gtest/gtest.h>

#include <cmath>

namespace driftwave {
namespace {

TEST(ScheduleSearch, FindsTheTimesOfASimpleLoss) {
  const std::vector<double> wanted = {0, 0.1, 0.2, 0.7, 1};
  const auto loss = [&](const FlowSchedule& schedule) {
    double sum = 0;
    for (std::size_t i = 0; i < wanted.size(); ++i) sum += std::pow(schedule.times[i] - wanted[i], 2);
    return sum;
  };
  const FlowSchedule start = uniform_flow_schedule(Sampler::kEuler, 4);
  const FoundSchedule found = search_schedule(start, loss, {.moves = {0.5, 0.25, 0.1, 0.03}, .rounds = 5});
  EXPECT_LT(found.loss, 0.01 * loss(start));
  EXPECT_EQ(found.loss, loss(found.schedule));
  EXPECT_NO_THROW(validate(found.schedule, "found"));
  EXPECT_GT(found.trials, 10);
}

TEST(ScheduleSearch, KeepsAStartThatNothingBetters) {
  const FlowSchedule start = uniform_flow_schedule(Sampler::kHeun, 3);
  int calls = 0;
  const FoundSchedule found =
      search_schedule(start, [&](const FlowSchedule&) { return static_cast<double>(calls++); }, {});
  EXPECT_EQ(found.schedule.times, start.times);
  EXPECT_EQ(found.schedule.sampler, Sampler::kHeun);
  EXPECT_EQ(found.trials, calls);
}

TEST(ScheduleSearch, HasNothingToMoveInASingleStep) {
  const FoundSchedule found =
      search_schedule(uniform_flow_schedule(Sampler::kEuler, 1), [](const FlowSchedule&) { return 1.0; }, {});
  EXPECT_EQ(found.trials, 1);
}

}  // namespace
}  // namespace driftwave
