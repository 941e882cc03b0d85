#include "plugin/engine/live_timing.h"

#include <gtest/gtest.h>

namespace driftwave {
namespace {

LiveTimingInput at_rate(std::int64_t host_hz, std::size_t max_block) {
  return {.host_hz = host_hz,
          .model_hz = 44100,
          .hop_samples = 512,
          .live_latency_samples = 4095,
          .analysis_latency_samples = 1024,
          .max_block = max_block};
}

TEST(LiveTiming, AddsNothingForResamplingAtTheModelsRate) {
  const LiveTiming timing = live_timing(at_rate(44100, 64));
  EXPECT_EQ(timing.sound_latency, 4095U);
  EXPECT_EQ(timing.output_offset, 0);
  EXPECT_EQ(timing.slack, 1024U);  // two hops
  EXPECT_EQ(timing.piece, 512U);
  EXPECT_EQ(timing.change_delay, 1023U);
}

TEST(LiveTiming, OffsetsTheOutputByWhatTheLatencyWasRoundedUpBy) {
  for (const std::int64_t rate : {48000, 88200, 96000, 192000, 47999}) {
    const LiveTiming timing = live_timing(at_rate(rate, 512));
    // Both sides in samples times both rates: the sound's latency is whole samples of the host.
    EXPECT_EQ(static_cast<std::int64_t>(timing.sound_latency) * 44100 + timing.output_offset, 4095 * rate);
    EXPECT_LE(timing.output_offset, 0);
    EXPECT_GT(timing.output_offset, -44100);
  }
}

TEST(LiveTiming, LeavesABlockAndAFadeOfSlack) {
  for (const std::size_t block : {1U, 64U, 512U, 4096U, 8192U})
    for (const std::int64_t rate : {44100, 48000, 192000}) {
      const LiveTiming timing = live_timing(at_rate(rate, block));
      EXPECT_GE(timing.slack, block + timing.fade) << block << " at " << rate;
      EXPECT_GE(timing.slack * 44100, static_cast<std::size_t>(1024 * rate)) << block << " at " << rate;
    }
}

}  // namespace
}  // namespace driftwave
