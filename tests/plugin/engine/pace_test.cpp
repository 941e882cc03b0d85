#include "plugin/engine/pace.h"

#include <gtest/gtest.h>

namespace driftwave {
namespace {

/// As a stream asks: before every step.
int steps_taken(Pace& pace, const Pace::Piece& piece) {
  pace.start(piece);
  int done = 0;
  while (done < kMostSteps && pace.remaining(done, 1) > 0) ++done;
  pace.finish();
  return done;
}

TEST(Pace, TakesTheStepsThatAreAskedForHoweverLittleTimeThereIs) {
  Pace pace;
  for (const int steps : {0, 1, 5, 8}) {
    EXPECT_EQ(steps_taken(pace, {.steps = steps, .is_offline = false, .seconds = 0, .is_behind = true}),
              steps);
    EXPECT_EQ(pace.last_steps(), steps);
  }
}

TEST(Pace, TakesAllStepsOfflineAndWhatTimeAllowsElse) {
  Pace pace;
  EXPECT_EQ(steps_taken(pace, {.is_offline = true}), kMostSteps);
  // Nothing but asking costs time here.
  for (int i = 0; i < 5; ++i) (void)steps_taken(pace, {.seconds = 10});
  EXPECT_EQ(steps_taken(pace, {.seconds = 10}), kMostSteps);
  EXPECT_EQ(steps_taken(pace, {.seconds = 10, .is_behind = true}), 0);
  EXPECT_EQ(pace.last_steps(), 0);
}

}  // namespace
}  // namespace driftwave
