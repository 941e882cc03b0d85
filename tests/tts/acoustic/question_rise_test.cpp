#include "tts/acoustic/question_rise.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "engine/core/error.h"

namespace driftwave {
namespace {

double semitones(double hz, double over_hz) {
  return 12.0 * std::log2(hz / over_hz);
}

TEST(QuestionRise, GoesUpToItsEndAndLeavesTheRestAlone) {
  std::vector<float> f0_hz(60, 150.0F);
  raise_end(f0_hz, {.first_frame = 20, .end_frame = 50, .mean_hz = 160.0});
  for (std::size_t f = 0; f < 20; ++f) EXPECT_EQ(f0_hz[f], 150.0F);
  for (std::size_t f = 50; f < 60; ++f) EXPECT_EQ(f0_hz[f], 150.0F);
  for (std::size_t f = 21; f < 50; ++f) EXPECT_GT(f0_hz[f], f0_hz[f - 1]);
  EXPECT_NEAR(semitones(f0_hz[20], 150.0), 0.0, 0.2);
  EXPECT_NEAR(semitones(f0_hz[49], 160.0), 6.0, 1e-3);
  EXPECT_LT(semitones(f0_hz[34], f0_hz[20]), semitones(f0_hz[49], f0_hz[35]));
}

TEST(QuestionRise, StartsNoHigherThanJustAboveTheMean) {
  std::vector<float> f0_hz(30, 250.0F);
  raise_end(f0_hz, {.first_frame = 0, .end_frame = 30, .mean_hz = 160.0});
  EXPECT_LT(semitones(f0_hz[0], 160.0), 0.7);
}

TEST(QuestionRise, IsNoneInAMonotone) {
  std::vector<float> f0_hz(30, 150.0F);
  raise_end(f0_hz, {.first_frame = 5, .end_frame = 30, .mean_hz = 160.0, .range = 0.0});
  for (const float hz : f0_hz) EXPECT_EQ(hz, 150.0F);
}

TEST(QuestionRise, RefusesFramesThatAreNotThere) {
  std::vector<float> f0_hz(30, 150.0F);
  EXPECT_THROW(raise_end(f0_hz, {.first_frame = 5, .end_frame = 31, .mean_hz = 160.0}), Error);
  EXPECT_THROW(raise_end(f0_hz, {.first_frame = 5, .end_frame = 5, .mean_hz = 160.0}), Error);
}

}  // namespace
}  // namespace driftwave
