#include "plugin/engine/pace.h"

#include <gtest/gtest.h>

namespace driftwave {
namespace {

using std::chrono::microseconds;

Pace::Clock::time_point fake_time;
Pace::Clock::time_point fake_now() noexcept {
  return fake_time;
}

struct Machine {
  int around_us = 500;  ///< before the steps, and after them
  int step_us = 300;
  int hiccup_us = 0;  ///< that the first step is held up
};

/// As a stream asks: before every step. @return steps taken
int steps_taken(Pace& pace, const Pace::Piece& piece, const Machine& machine = {}) {
  pace.start(piece);
  fake_time += microseconds(machine.around_us);
  int done = 0;
  while (done < kMostSteps && pace.remaining(done, 1) > 0) {
    fake_time += microseconds(machine.step_us + (done == 0 ? machine.hiccup_us : 0));
    ++done;
  }
  fake_time += microseconds(machine.around_us);
  pace.finish();
  return done;
}

/// What the made-up model is best with.
constexpr int kModelSteps = 4;

/// A hop of 44.1 kHz.
constexpr Pace::Piece kPiece{.seconds = 512.0 / 44100};

TEST(Pace, TakesTheStepsThatAreAskedForHoweverLittleTimeThereIs) {
  Pace pace(kModelSteps, fake_now);
  for (const int steps : {0, 1, 5, 8}) {
    EXPECT_EQ(steps_taken(pace, {.steps = steps, .is_offline = false, .seconds = 0, .is_behind = true}),
              steps);
    EXPECT_EQ(pace.last_steps(), steps);
  }
}

TEST(Pace, TakesAsManyAsTheModelIsBestWithOfflineAndLive) {
  Pace pace(kModelSteps, fake_now);
  EXPECT_EQ(steps_taken(pace, {.is_offline = true}), kModelSteps);
  for (int i = 0; i < 20; ++i) (void)steps_taken(pace, kPiece);
  EXPECT_EQ(steps_taken(pace, kPiece), kModelSteps);
  EXPECT_EQ(steps_taken(pace, kPiece, {.around_us = 10, .step_us = 10}), kModelSteps);
}

TEST(Pace, TakesOneStepOfAModelThatIsBestWithOneHoweverMuchTimeThereIs) {
  Pace pace(1, fake_now);
  EXPECT_EQ(steps_taken(pace, {.is_offline = true}), 1);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(steps_taken(pace, kPiece, {.around_us = 10, .step_us = 10}), 1);
  EXPECT_EQ(steps_taken(pace, {.steps = 8}), 8);
}

TEST(Pace, TakesFewerStepsOnASlowerMachineAndNoneOnOneThatCannot) {
  // The share of a hop is 11.6 ms times 0.4 times 0.8, some 3.7 ms; with two cores or more.
  Pace pace(kModelSteps, fake_now);
  for (int i = 0; i < 20; ++i) (void)steps_taken(pace, kPiece, {.step_us = 1000});
  EXPECT_EQ(steps_taken(pace, kPiece, {.step_us = 1000}), 2);
  for (int i = 0; i < 20; ++i) (void)steps_taken(pace, kPiece, {.step_us = 2500});
  EXPECT_EQ(steps_taken(pace, kPiece, {.step_us = 2500}), 1);
  int taken = 0;
  for (int i = 0; i < 300; ++i) taken += steps_taken(pace, kPiece, {.step_us = 20000});
  EXPECT_LT(taken, 100);
  // It finds out when the machine has time again.
  for (int i = 0; i < 200; ++i) (void)steps_taken(pace, kPiece);
  EXPECT_EQ(steps_taken(pace, kPiece), kModelSteps);
}

TEST(Pace, TakesAHiccupForOne) {
  Pace pace(kModelSteps, fake_now);
  for (int i = 0; i < 30; ++i) (void)steps_taken(pace, kPiece);
  // The piece ends what it began, those behind it catch up, and it is over.
  EXPECT_EQ(steps_taken(pace, kPiece, {.hiccup_us = 50000}), 2);
  Pace::Piece behind = kPiece;
  behind.is_behind = true;
  for (int i = 0; i < 3; ++i) EXPECT_EQ(steps_taken(pace, behind), 1);
  for (int i = 0; i < 100; ++i) ASSERT_EQ(steps_taken(pace, kPiece), kModelSteps) << i;
}

}  // namespace
}  // namespace driftwave
