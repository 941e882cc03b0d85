#include "engine/streaming/deadline.h"

#include <gtest/gtest.h>

#include <numeric>
#include <random>

#include "engine/core/error.h"
#include "tests/engine/core/allocation_counter.h"
#include "tests/engine/core/lock_counter.h"

namespace driftwave {
namespace {

using Clock = DeadlineGovernor::Clock;
using std::chrono::microseconds;

Clock::time_point fake_time;
Clock::time_point fake_now() noexcept {
  return fake_time;
}

struct Machine {
  double head_us = 200;  ///< a block, before its steps
  double step_us = 300;
  double tail_us = 100;
};

/// Runs a block on a machine that a fake clock makes. @return steps taken
int run_block(DeadlineGovernor& governor, microseconds budget, const Machine& machine) {
  const auto spend = [](double us) { fake_time += std::chrono::nanoseconds(std::llround(1000 * us)); };
  governor.start(budget);
  spend(machine.head_us);
  int done = 0;
  while (governor.remaining(done, 4) > 0) {
    spend(machine.step_us);
    ++done;
  }
  spend(machine.tail_us);
  governor.finish();
  return done;
}

class DeadlineTest : public testing::Test {
 protected:
  DeadlineGovernor governor_{{.max_steps = 8}, fake_now};
};

TEST_F(DeadlineTest, TakesTheStepsThatFitIntoThePlannedShare) {
  for (int i = 0; i < 20; ++i) run_block(governor_, microseconds(2500), {});
  // 0.8 * 2500 - 300 leaves 1700: five steps.
  EXPECT_EQ(run_block(governor_, microseconds(2500), {}), 5);
  EXPECT_EQ(governor_.last_steps(), 5);
  EXPECT_EQ(run_block(governor_, microseconds(100000), {}), 8);
  EXPECT_EQ(run_block(governor_, microseconds(500), {}), 0);
  EXPECT_EQ(governor_.misses(), 0U);
}

TEST_F(DeadlineTest, NeverMissesWhenCostsWanderWithinTheReserve) {
  std::mt19937 generator(3);
  std::uniform_real_distribution<double> jitter(0.9, 1.15);
  int steps = 0;
  for (int i = 0; i < 5000; ++i)
    steps += run_block(governor_, microseconds(2500),
                       {200 * jitter(generator), 300 * jitter(generator), 100 * jitter(generator)});
  EXPECT_EQ(governor_.misses(), 0U);
  EXPECT_GT(steps, 4 * 5000) << "so careful that the steps do not help";
  EXPECT_EQ(std::accumulate(governor_.blocks_by_steps().begin(), governor_.blocks_by_steps().end(), 0ULL),
            5000U);
}

TEST_F(DeadlineTest, EndsABlockEarlyThatWasHeldUpHalfWay) {
  for (int i = 0; i < 20; ++i) run_block(governor_, microseconds(2500), {});
  governor_.start(microseconds(2500));
  fake_time += microseconds(200);
  ASSERT_EQ(governor_.remaining(0, 4), 5);
  fake_time += microseconds(300);
  ASSERT_EQ(governor_.remaining(1, 4), 4);
  fake_time += microseconds(1500);  // another program had the processor
  EXPECT_EQ(governor_.remaining(2, 4), 0);
  fake_time += microseconds(100);
  governor_.finish();
  EXPECT_EQ(governor_.misses(), 0U);
}

TEST_F(DeadlineTest, ComesBackAfterABadMoment) {
  for (int i = 0; i < 20; ++i) run_block(governor_, microseconds(2500), {});
  run_block(governor_, microseconds(2500), {.step_us = 5000});
  EXPECT_EQ(governor_.misses(), 1U);
  EXPECT_EQ(run_block(governor_, microseconds(2500), {}), 0);
  for (int i = 0; i < 600; ++i) run_block(governor_, microseconds(2500), {});
  EXPECT_GE(run_block(governor_, microseconds(2500), {}), 4);
  EXPECT_EQ(governor_.misses(), 1U);
}

TEST_F(DeadlineTest, NeitherAllocatesNorLocks) {
  run_block(governor_, microseconds(2500), {});
  const test::AllocationCounter allocations;
  const test::LockCounter locks;
  for (int i = 0; i < 100; ++i) run_block(governor_, microseconds(2500), {});
  EXPECT_EQ(allocations.count(), 0U);
  EXPECT_EQ(locks.count(), 0U);
}

TEST(Deadline, RefusesOptionsOutOfRange) {
  EXPECT_THROW(DeadlineGovernor({.max_steps = -1}), Error);
  EXPECT_THROW(DeadlineGovernor({.planned_share = 0}), Error);
  EXPECT_THROW(DeadlineGovernor({.planned_share = 1.5}), Error);
}

}  // namespace
}  // namespace driftwave
