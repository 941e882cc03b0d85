#include "tts/acoustic/pitch_contour.h"

#include <gtest/gtest.h>

#include <vector>

namespace driftwave {
namespace {

TEST(PitchContour, IsStraightBetweenItsPointsAndLevelBeyond) {
  const std::vector<PitchPoint> points = {{.position = 0.2, .pitch_st = 2.0},
                                          {.position = 0.6, .pitch_st = -2.0}};
  EXPECT_DOUBLE_EQ(contour_at(points, 0.0), 2.0);
  EXPECT_DOUBLE_EQ(contour_at(points, 0.2), 2.0);
  EXPECT_DOUBLE_EQ(contour_at(points, 0.3), 1.0);
  EXPECT_NEAR(contour_at(points, 0.4), 0.0, 1e-12);
  EXPECT_DOUBLE_EQ(contour_at(points, 0.9), -2.0);
  EXPECT_DOUBLE_EQ(contour_at({}, 0.5), 0.0);
}

TEST(PitchContour, GoesOnThroughItsParts) {
  const std::vector<PitchPoint> whole = {{.position = 0.0, .pitch_st = 0.0},
                                         {.position = 1.0, .pitch_st = 8.0}};
  const std::vector<PitchPoint> second = part_of_contour(whole, 0.5, 0.75);
  EXPECT_DOUBLE_EQ(contour_at(second, 0.0), 4.0);
  EXPECT_DOUBLE_EQ(contour_at(second, 1.0), 6.0);
}

TEST(PitchContour, MayJump) {
  const std::vector<PitchPoint> points = {{.position = 0.5, .pitch_st = 1.0},
                                          {.position = 0.5, .pitch_st = 4.0}};
  EXPECT_DOUBLE_EQ(contour_at(points, 0.4), 1.0);
  EXPECT_DOUBLE_EQ(contour_at(points, 0.6), 4.0);
}

}  // namespace
}  // namespace driftwave
