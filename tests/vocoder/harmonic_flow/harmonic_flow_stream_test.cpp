#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <thread>

#include "engine/core/error.h"
#include "tests/engine/core/allocation_counter.h"
#include "tests/engine/core/lock_counter.h"
#include "tests/vocoder/harmonic_flow/random_model.h"

namespace driftwave {
namespace {

constexpr int kSteps = 2;

/// All of the input in calls of 0 .. max_frames frames.
std::vector<float> run(VocoderStream& stream, const VocoderInput& input, std::size_t max_frames,
                       std::uint32_t seed) {
  std::mt19937 generator(seed);
  FixedSteps steps(kSteps);
  std::vector<float> block(stream.max_samples());
  std::vector<float> audio;
  const auto keep = [&](std::size_t count) {
    audio.insert(audio.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(count));
  };
  for (std::size_t n = 0; n < input.mel.rows();) {
    const std::size_t count = std::min<std::size_t>(generator() % (max_frames + 1), input.mel.rows() - n);
    keep(stream.process(frames_of(input, n, count), steps, block));
    n += count;
  }
  keep(stream.finish(steps, block));
  return audio;
}

class HarmonicFlowStreamTest : public testing::Test {
 protected:
  void SetUp() override {
    file_ = std::filesystem::path(testing::TempDir()) /
            (std::string("harmonic_flow_stream_") +
             testing::UnitTest::GetInstance()->current_test_info()->name() + ".safetensors");
    test::write_random_model(file_, config_);
    vocoder_ = load_vocoder(file_);
  }
  void TearDown() override { std::filesystem::remove(file_); }

  std::vector<float> offline(const VocoderInput& input, int threads = 1) const {
    return vocoder_->synthesize(input, {.steps = kSteps, .seed = 3, .threads = threads, .progress = {}});
  }

  HarmonicFlowConfig config_ = test::small_config();
  std::filesystem::path file_;
  std::unique_ptr<Vocoder> vocoder_;
};

TEST_F(HarmonicFlowStreamTest, GivesTheSamplesOfTheWholeFor200RandomChunkingsOfTenSeconds) {
  const VocoderInput input = test::make_input(config_, 22050 * 10 / 128);
  const std::vector<float> whole = offline(input);
  EXPECT_EQ(offline(input, 2), whole);
  EXPECT_EQ(offline(input), whole);
  for (std::uint32_t round = 0; round < 200; ++round) {
    const std::size_t max_frames = 1 + round % 23;
    const auto stream = vocoder_->open_stream({.max_frames = max_frames, .max_steps = kSteps, .seed = 3});
    ASSERT_EQ(run(*stream, input, max_frames, round), whole) << "chunks of up to " << max_frames;
  }
}

TEST_F(HarmonicFlowStreamTest, ServesInputsShorterThanItsLatency) {
  for (std::size_t frames = 1; frames < 12; ++frames) {
    const VocoderInput input = test::make_input(config_, frames);
    const auto stream = vocoder_->open_stream({.max_frames = 3, .max_steps = kSteps, .seed = 3});
    const auto audio = run(*stream, input, 3, 1);
    EXPECT_EQ(audio.size(), frames * 128);
    EXPECT_EQ(audio, offline(input));
    EXPECT_EQ(run(*stream, input, 3, 2), audio) << "after finish() a stream begins anew";
  }
}

TEST_F(HarmonicFlowStreamTest, LagsByTheLatencyItReports) {
  const VocoderInput input = test::make_input(config_, 40);
  const auto stream = vocoder_->open_stream({.max_frames = 1, .max_steps = kSteps});
  FixedSteps steps(kSteps);
  std::vector<float> block(stream->max_samples());
  std::size_t given = 0;
  for (std::size_t n = 0; n < 40; ++n) {
    given += stream->process(frames_of(input, n, 1), steps, block);
    const std::size_t samples = (n + 1) * 128;
    EXPECT_EQ(given, samples > vocoder_->latency_samples() ? samples - vocoder_->latency_samples() : 0);
  }
  // Three frames of lookahead, half a window of overlap.
  EXPECT_EQ(vocoder_->latency_samples(), 3U * 128 + 256);
  EXPECT_EQ(vocoder_->lookahead_frames(), 3U);
}

TEST_F(HarmonicFlowStreamTest, WaitsForThePitchThatItsWindowsNeedWhenTheNetworkLooksLessFarAhead) {
  config_.input_lookahead_frames = 0;
  config_.block_lookahead_frames = {0, 0};
  test::write_random_model(file_, config_);
  vocoder_ = load_vocoder(file_);
  EXPECT_EQ(vocoder_->lookahead_frames(), 2U);
  const VocoderInput input = test::make_input(config_, 300);
  const std::vector<float> whole = offline(input);
  for (const std::size_t max_frames : {1U, 2U, 31U}) {
    const auto stream = vocoder_->open_stream({.max_frames = max_frames, .max_steps = kSteps, .seed = 3});
    EXPECT_EQ(run(*stream, input, max_frames, 1), whole);
  }
}

TEST_F(HarmonicFlowStreamTest, NeitherAllocatesNorLocksIn10000Blocks) {
  const VocoderInput input = test::make_input(config_, 64);
  const auto stream = vocoder_->open_stream({.max_frames = 4, .max_steps = 3});
  std::vector<float> block(stream->max_samples());
  const test::AllocationCounter allocations;
  const test::LockCounter locks;
  for (std::size_t i = 0; i < 10000; ++i) {
    FixedSteps steps(static_cast<int>(i % 4));
    (void)stream->process(frames_of(input, i % 60, i % 5), steps, block);
    if (i % 1000 == 999) (void)stream->finish(steps, block);
    if (i % 1700 == 1699) stream->reset(i);
  }
  EXPECT_EQ(allocations.count(), 0U);
  EXPECT_EQ(locks.count(), 0U);
}

TEST_F(HarmonicFlowStreamTest, TenStreamsAtOnceGiveWhatEachGivesAlone) {
  const VocoderInput input = test::make_input(config_, 400);
  const std::vector<float> alone = offline(input);
  std::vector<std::vector<float>> results(10);
  {
    std::vector<std::jthread> threads;
    for (std::uint32_t i = 0; i < results.size(); ++i) {
      threads.emplace_back([&, i] {
        const auto stream = vocoder_->open_stream({.max_frames = 7, .max_steps = kSteps, .seed = 3});
        results[i] = run(*stream, input, 7, i);
      });
    }
  }
  for (const auto& result : results) EXPECT_EQ(result, alone);
}

TEST_F(HarmonicFlowStreamTest, KeepsSoundingWhenStepsChangeAndInputIsBad) {
  VocoderInput input = test::make_input(config_, 300);
  input.mel(50, 3) = std::nanf("");
  input.f0_hz[60] = -1.0F;
  input.f0_hz[61] = std::nanf("");
  input.voicing[70] = 7.0F;
  const auto stream = vocoder_->open_stream({.max_frames = 4, .max_steps = 5});
  std::vector<float> block(stream->max_samples());
  for (std::size_t n = 0; n + 4 <= 300; n += 4) {
    FixedSteps steps(static_cast<int>(n / 4 * 7 % 6));
    const std::size_t count = stream->process(frames_of(input, n, 4), steps, block);
    for (std::size_t i = 0; i < count; ++i) ASSERT_TRUE(std::isfinite(block[i]));
  }
  EXPECT_EQ(stream->repaired_frames(), 4U);
}

TEST_F(HarmonicFlowStreamTest, OutlivesItsVocoder) {
  const VocoderInput input = test::make_input(config_, 60);
  const std::vector<float> whole = offline(input);
  const auto stream = vocoder_->open_stream({.max_frames = 8, .max_steps = kSteps, .seed = 3});
  vocoder_.reset();
  EXPECT_EQ(run(*stream, input, 8, 1), whole);
}

TEST_F(HarmonicFlowStreamTest, RefusesOptionsOutOfRange) {
  EXPECT_THROW((void)vocoder_->open_stream({.max_frames = 0}), Error);
  EXPECT_THROW((void)vocoder_->open_stream({.max_steps = 1000}), Error);
  EXPECT_THROW((void)vocoder_->open_stream({.max_steps = -1}), Error);
}

}  // namespace
}  // namespace driftwave
