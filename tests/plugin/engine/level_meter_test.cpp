#include "plugin/engine/level_meter.h"

#include <gtest/gtest.h>

namespace driftwave {
namespace {

TEST(LevelMeter, KeepsThePeakOfEachChannelUntilItIsTaken) {
  LevelMeter meter;
  const std::array left{0.1F, -0.7F, 0.2F};
  const std::array right{0.3F, 0.0F, -0.2F};
  const std::array<const float*, 2> channels{left.data(), right.data()};
  meter.hear(channels, 3);
  const std::array<const float*, 2> softer{right.data(), right.data()};
  meter.hear(softer, 3);
  EXPECT_EQ(meter.take_peak(0), 0.7F);
  EXPECT_EQ(meter.take_peak(1), 0.3F);
  EXPECT_EQ(meter.take_peak(0), 0.0F);
}

TEST(LevelMeter, CountsWhatClipsAndNotFullScale) {
  LevelMeter meter;
  const std::array audio{1.0F, -1.0F, 1.01F, -1.5F};
  const std::array<const float*, 1> channels{audio.data()};
  meter.hear(std::span(channels), 2);
  EXPECT_EQ(meter.clipped(), 0U);
  meter.hear(std::span(channels), 4);
  EXPECT_EQ(meter.clipped(), 2U);
  meter.forget_clips();
  EXPECT_EQ(meter.clipped(), 0U);
}

}  // namespace
}  // namespace driftwave
