#include "engine/streaming/frame_window.h"

#include <gtest/gtest.h>

#include <numeric>
#include <random>

#include "engine/core/error.h"

namespace driftwave {
namespace {

/// Sums of span + 1 frames over a signal 1, 2, 3 .. with zeros beyond both ends, through a window.
std::vector<float> moving_sums(std::size_t frames, std::size_t span, std::size_t lookahead,
                               const std::vector<std::size_t>& chunks) {
  FrameWindow window({.row_floats = 1, .span = span, .lookahead = lookahead, .max_new_frames = frames});
  std::vector<float> sums;
  std::size_t next = 0;
  const auto drain = [&] {
    const std::size_t ready = window.ready();
    for (std::size_t i = 0; i < ready; ++i) {
      const auto seen = window.rows().subspan(i, span + 1);
      sums.push_back(std::accumulate(seen.begin(), seen.end(), 0.0F));
    }
    window.drop(ready);
  };
  for (const std::size_t chunk : chunks) {
    for (float& x : window.append(chunk)) x = static_cast<float>(++next);
    drain();
  }
  window.append_end();
  drain();
  return sums;
}

TEST(FrameWindow, GivesTheSumsOfTheWholeForAnyChunks) {
  const std::vector<float> whole = moving_sums(40, 6, 2, {40});
  ASSERT_EQ(whole.size(), 40U);
  EXPECT_EQ(whole[0], 1 + 2 + 3);                       // two ahead, nothing behind
  EXPECT_EQ(whole[10], 7 + 8 + 9 + 10 + 11 + 12 + 13);  // four behind, two ahead
  EXPECT_EQ(whole[39], 36 + 37 + 38 + 39 + 40);         // nothing ahead
  std::mt19937 generator(1);
  for (int round = 0; round < 50; ++round) {
    std::vector<std::size_t> chunks;
    std::size_t left = 40;
    while (left > 0) {
      chunks.push_back(std::min<std::size_t>(left, generator() % 9));
      left -= chunks.back();
    }
    EXPECT_EQ(moving_sums(40, 6, 2, chunks), whole);
  }
}

TEST(FrameWindow, ServesSignalsShorterThanItsLookahead) {
  EXPECT_EQ(moving_sums(1, 6, 3, {1}), std::vector<float>{1});
  EXPECT_EQ(moving_sums(2, 4, 4, {1, 1}), (std::vector<float>{3, 2}));
}

TEST(FrameWindow, BeginsAnewAfterReset) {
  FrameWindow window({.row_floats = 2, .span = 1, .lookahead = 0, .max_new_frames = 4});
  for (float& x : window.append(3)) x = 7;
  window.drop(3);
  window.reset();
  for (float& x : window.append(1)) x = 5;
  ASSERT_EQ(window.ready(), 1U);
  EXPECT_EQ(window.rows()[0], 0);
  EXPECT_EQ(window.rows()[2], 5);
}

TEST(FrameWindow, RefusesALookaheadBeyondItsSpan) {
  EXPECT_THROW(FrameWindow({.row_floats = 1, .span = 2, .lookahead = 3, .max_new_frames = 1}), Error);
}

}  // namespace
}  // namespace driftwave
