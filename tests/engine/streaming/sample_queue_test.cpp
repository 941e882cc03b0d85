#include "engine/streaming/sample_queue.h"

#include <gtest/gtest.h>

namespace driftwave {
namespace {

TEST(SampleQueue, KeepsOrderAroundItsEnd) {
  SampleQueue queue(5);
  std::vector<float> out(3);
  float next_in = 0;
  float next_out = 0;
  for (int round = 0; round < 20; ++round) {
    const std::vector<float> in = {next_in, next_in + 1, next_in + 2};
    ASSERT_EQ(queue.push(in), 3U);
    next_in += 3;
    ASSERT_EQ(queue.pop(out), 3U);
    for (const float x : out) EXPECT_EQ(x, next_out++);
  }
}

TEST(SampleQueue, SaysWhatFoundNoRoomAndWhatWasNotThere) {
  SampleQueue queue(4);
  const std::vector<float> in = {1, 2, 3};
  EXPECT_EQ(queue.push_silence(2), 2U);
  EXPECT_EQ(queue.push(in), 2U);
  EXPECT_EQ(queue.push(in), 0U);
  std::vector<float> out(6, 9.0F);
  EXPECT_EQ(queue.pop(out), 4U);
  EXPECT_EQ(out, (std::vector<float>{0, 0, 1, 2, 9, 9}));
  EXPECT_EQ(queue.pop(out), 0U);
}

}  // namespace
}  // namespace driftwave
