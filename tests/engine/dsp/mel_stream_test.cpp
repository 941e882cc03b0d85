#include "engine/dsp/mel_stream.h"

#include <gtest/gtest.h>

#include <limits>

#include "engine/core/error.h"
#include "engine/dsp/stft.h"
#include "tests/engine/core/allocation_counter.h"
#include "tests/engine/dsp/chunks.h"
#include "tests/engine/dsp/signals.h"

namespace driftwave {
namespace {

constexpr MelSettings kLowRate{
    .sample_rate_hz = 22050, .n_fft = 1024, .hop_samples = 256, .mels = 80, .high_hz = 11025};

/// What comes out of process() and finish() with buffers of exactly the promised size.
std::vector<float> streamed(MelStream& stream, const std::vector<std::span<const float>>& blocks) {
  const auto mels = static_cast<std::size_t>(stream.settings().mels);
  std::vector<float> mel;
  for (const std::span<const float> block : blocks) {
    std::vector<float> out(stream.max_frames(block.size()) * mels);
    const std::size_t frames = stream.process(block, out);
    mel.insert(mel.end(), out.begin(), out.begin() + static_cast<std::ptrdiff_t>(frames * mels));
  }
  std::vector<float> out(stream.max_final_frames() * mels);
  const std::size_t frames = stream.finish(out);
  mel.insert(mel.end(), out.begin(), out.begin() + static_cast<std::ptrdiff_t>(frames * mels));
  EXPECT_EQ(stream.dropped_frames(), 0U);
  return mel;
}

std::vector<float> values_of(const Array2<float>& mel) {
  return {mel.values().begin(), mel.values().end()};
}

TEST(MelStream, EqualsLogMelBitForBitForAnyBlocks) {
  for (const MelSettings& settings : {MelSettings{}, kLowRate}) {
    MelStream stream(settings);
    for (const std::size_t samples : {0U, 1U, 511U, 1024U, 1025U, 30011U}) {
      const std::vector<float> audio = test::white_noise(samples, 4);
      const std::vector<float> whole = values_of(log_mel(audio, settings));
      for (const std::size_t size : {1U, 100U, 512U, 8192U})
        EXPECT_TRUE(streamed(stream, test::equal_blocks(audio, size)) == whole) << samples << " by " << size;
      for (std::uint32_t seed = 0; seed < 3; ++seed)
        EXPECT_TRUE(streamed(stream, test::random_blocks(audio, 8192, seed)) == whole) << samples;
    }
  }
}

TEST(MelStream, GivesAFrameAfterItsLatencyAndNoSooner) {
  MelStream stream({});
  EXPECT_EQ(stream.latency_samples(), 1024U);
  std::vector<float> mel(128);
  const std::vector<float> audio(3000, 0.1F);
  std::size_t frames = 0;
  for (std::size_t t = 0; t < audio.size(); ++t) {
    frames += stream.process(std::span(audio).subspan(t, 1), mel);
    const std::size_t received = t + 1;
    EXPECT_EQ(frames, received < 1024 ? 0 : (received - 1024) / 512 + 1);
  }
}

TEST(MelStream, LendsTheSpectrumOfEachFrame) {
  const std::vector<float> audio = test::white_noise(6000, 8);
  const Array2<std::complex<float>> expected = Stft({}).forward(audio);
  MelStream stream({});
  std::size_t frames = 0;
  const auto check = [&](const MelFrame& frame) {
    EXPECT_EQ(frame.index, frames++);
    EXPECT_TRUE(std::ranges::equal(frame.spectrum, expected.row(frame.index)));
  };
  stream.push(audio, check);
  stream.flush(check);
  EXPECT_EQ(frames, expected.rows());
}

TEST(MelStream, ForgetsThePastWhenReset) {
  const std::vector<float> audio = test::white_noise(5000, 2);
  MelStream stream({});
  std::vector<float> room(128 * stream.max_frames(audio.size()));
  (void)stream.process(audio, room);
  stream.reset();
  EXPECT_TRUE(streamed(stream, {audio}) == values_of(log_mel(audio, {})));
}

TEST(MelStream, AllocatesNothingWhileItRuns) {
  const std::vector<float> audio = test::white_noise(40000, 3);
  const std::vector<std::span<const float>> blocks = test::random_blocks(audio, 8192, 1);
  MelStream stream({});
  std::vector<float> room(128 * stream.max_frames(8192));
  const test::AllocationCounter counter;
  for (const std::span<const float> block : blocks) (void)stream.process(block, room);
  (void)stream.finish(room);
  EXPECT_EQ(counter.count(), 0U);
}

TEST(MelStream, TakesNotANumberAsZeroAndCountsIt) {
  std::vector<float> audio = test::white_noise(9000, 6);
  std::vector<float> mended = audio;
  for (const std::size_t t : {100U, 4000U, 4001U}) {
    audio[t] = std::numeric_limits<float>::quiet_NaN();
    mended[t] = 0;
  }
  MelStream stream({});
  EXPECT_TRUE(streamed(stream, {audio}) == values_of(log_mel(mended, {})));
  EXPECT_EQ(stream.mended_samples(), 3U);
}

TEST(MelStream, HoldsSilenceAtTheFloor) {
  MelStream stream(kLowRate);
  for (const float x : streamed(stream, {std::vector<float>(5000)})) EXPECT_NEAR(x, std::log(1e-4), 1e-4);
}

TEST(MelStream, CountsTheFramesItHasNoRoomFor) {
  MelStream stream({});
  std::vector<float> room(128 * 2);
  EXPECT_EQ(stream.process(std::vector<float>(1024 + 4 * 512), room), 2U);
  EXPECT_EQ(stream.dropped_frames(), 3U);
}

TEST(MelStream, RejectsSettingsThatMakeNoSense) {
  EXPECT_THROW(MelStream({.n_fft = 1000}), Error);
}

}  // namespace
}  // namespace driftwave
