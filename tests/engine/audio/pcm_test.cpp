#include "engine/audio/pcm.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace driftwave {
namespace {

std::int16_t sample_of(float value) {
  const auto bytes = to_s16le(std::span(&value, 1));
  return static_cast<std::int16_t>(std::to_integer<int>(bytes[0]) | std::to_integer<int>(bytes[1]) << 8);
}

TEST(ToS16le, RoundsToTheNearestStep) {
  EXPECT_EQ(sample_of(0.0F), 0);
  EXPECT_EQ(sample_of(1.0F / 32768.0F), 1);
  EXPECT_EQ(sample_of(-1.4F / 32768.0F), -1);
  EXPECT_EQ(sample_of(0.5F), 16384);
}

TEST(ToS16le, ClipsInsteadOfWrapping) {
  EXPECT_EQ(sample_of(1.0F), 32767);
  EXPECT_EQ(sample_of(7.0F), 32767);
  EXPECT_EQ(sample_of(-1.0F), -32768);
  EXPECT_EQ(sample_of(-7.0F), -32768);
}

}  // namespace
}  // namespace driftwave
