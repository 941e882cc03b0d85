#include "engine/diffusion/path.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/core/error.h"
#include "engine/diffusion/schedule.h"

namespace driftwave {
namespace {

TEST(VpPath, GoesFromTheNoisiestStepToPureData) {
  const std::vector<double> beta = {0.1, 0.2, 0.5};
  const std::vector<PathPoint> path = vp_path(beta, std::vector<double>{0, 1.5, 2});
  ASSERT_EQ(path.size(), 4U);
  EXPECT_NEAR(path[0].signal, std::sqrt(0.9 * 0.8 * 0.5), 1e-15);
  EXPECT_NEAR(path[2].signal, std::sqrt(0.9), 1e-15);
  EXPECT_EQ(path[0].time, 2);
  EXPECT_EQ(path[1].time, 1.5);
  EXPECT_EQ(path[3].noise, 0);
  for (const PathPoint& p : path) EXPECT_NEAR(p.signal * p.signal + p.noise * p.noise, 1, 1e-14);
}

TEST(VpPath, KeepsTheDigitsOfTinyBetas) {
  const std::vector<PathPoint> path = vp_path(std::vector<double>{1e-12});
  EXPECT_NEAR(path[0].noise, 1e-6, 1e-16);
}

TEST(VpPath, TellsTheNoiseLevelUnlessGivenTimes) {
  const std::vector<PathPoint> path = vp_path(std::vector<double>{0.19});
  EXPECT_NEAR(path[0].time, 0.9, 1e-15);
}

TEST(FlowPath, IsStraightAndEven) {
  const std::vector<PathPoint> path = flow_path(4);
  ASSERT_EQ(path.size(), 5U);
  for (std::size_t i = 0; i < path.size(); ++i) {
    EXPECT_EQ(path[i].signal, static_cast<double>(i) / 4);
    EXPECT_EQ(path[i].signal + path[i].noise, 1);
    EXPECT_EQ(path[i].time, path[i].signal);
  }
}

TEST(FlowPath, RefusesTimesThatDoNotRise) {
  EXPECT_THROW((void)flow_path(std::vector<double>{0, 0.5, 0.5, 1}), Error);
  EXPECT_THROW((void)flow_path(std::vector<double>{0, 1.5}), Error);
  EXPECT_THROW((void)flow_path(std::vector<double>{0, std::nan("")}), Error);
  EXPECT_THROW((void)flow_path(0), Error);
}

}  // namespace
}  // namespace driftwave
