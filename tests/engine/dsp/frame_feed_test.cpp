#include "engine/dsp/frame_feed.h"

#include <gtest/gtest.h>

#include <limits>
#include <numeric>

#include "tests/engine/dsp/chunks.h"

namespace driftwave {
namespace {

/// Samples 1, 2, 3, so that a frame shows where it was cut.
std::vector<float> ramp(std::size_t samples) {
  std::vector<float> out(samples);
  std::iota(out.begin(), out.end(), 1.0F);
  return out;
}

/// @return the window of every frame, the padded ones too.
std::vector<std::vector<float>> frames_of(FrameFeed& feed,
                                          const std::vector<std::span<const float>>& blocks) {
  std::vector<std::vector<float>> frames;
  const auto keep = [&] {
    frames.emplace_back(feed.window().begin(), feed.window().end());
    feed.advance();
  };
  for (std::span<const float> block : blocks)
    while (!block.empty()) {
      block = block.subspan(feed.take(block));
      if (feed.complete()) keep();
    }
  while (feed.pad()) keep();
  return frames;
}

TEST(FrameFeed, CentresFramesAndPadsWithSilence) {
  const std::vector<float> audio = ramp(21);
  FrameFeed feed({.hop_samples = 4, .lookahead_samples = 6, .window_samples = 10});
  const std::vector<std::vector<float>> frames = frames_of(feed, {audio});
  ASSERT_EQ(frames.size(), 21U / 4 + 1);
  for (std::size_t n = 0; n < frames.size(); ++n)
    for (std::size_t i = 0; i < 10; ++i) {
      const auto t = static_cast<std::ptrdiff_t>(n * 4 + i) - 4;
      const bool inside = t >= 0 && t < 21;
      EXPECT_EQ(frames[n][i], inside ? static_cast<float>(t + 1) : 0.0F) << "frame " << n << " sample " << i;
    }
}

TEST(FrameFeed, GivesTheSameFramesForAnyBlocks) {
  for (const std::size_t samples : {0U, 1U, 5U, 6U, 7U, 100U, 1003U}) {
    const std::vector<float> audio = ramp(samples);
    FrameFeed feed({.hop_samples = 8, .lookahead_samples = 20, .window_samples = 33});
    const std::vector<std::vector<float>> whole = frames_of(feed, {audio});
    EXPECT_EQ(whole.size(), samples / 8 + 1);
    for (std::uint32_t seed = 0; seed < 5; ++seed) {
      feed.reset();
      EXPECT_EQ(frames_of(feed, test::random_blocks(audio, 60, seed)), whole);
    }
  }
}

TEST(FrameFeed, NeverCompletesMoreFramesThanItSays) {
  const std::vector<float> audio = ramp(5000);
  FrameFeed feed({.hop_samples = 16, .lookahead_samples = 40, .window_samples = 64});
  for (std::span<const float> block : test::random_blocks(audio, 300, 3)) {
    const std::size_t most = feed.max_frames(block.size());
    std::size_t frames = 0;
    while (!block.empty()) {
      block = block.subspan(feed.take(block));
      if (!feed.complete()) continue;
      feed.advance();
      ++frames;
    }
    EXPECT_LE(frames, most);
  }
  std::size_t last = 0;
  for (; feed.pad(); feed.advance()) ++last;
  EXPECT_LE(last, feed.max_final_frames());
}

TEST(FrameFeed, TakesWhatIsNotAudioAsZeroAndCountsIt) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  const std::vector<float> audio{1, std::numeric_limits<float>::quiet_NaN(), kInfinity, -kInfinity, 1e30F,
                                 -2};
  FrameFeed feed({.hop_samples = 6, .lookahead_samples = 6, .window_samples = 6});
  EXPECT_EQ(feed.take(audio), 6U);
  EXPECT_TRUE(feed.complete());
  EXPECT_EQ((std::vector<float>(feed.window().begin(), feed.window().end())),
            (std::vector<float>{1, 0, 0, 0, 0, -2}));
  EXPECT_EQ(feed.mended_samples(), 4U);
}

}  // namespace
}  // namespace driftwave
