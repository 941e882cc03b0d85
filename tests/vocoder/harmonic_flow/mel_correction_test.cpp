#include "vocoder/harmonic_flow/mel_correction.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "engine/core/error.h"
#include "engine/dsp/mel.h"
#include "tests/engine/core/allocation_counter.h"
#include "tests/engine/core/lock_counter.h"
#include "tests/vocoder/harmonic_flow/random_model.h"

namespace driftwave {
namespace {

class MelCorrectionTest : public testing::Test {
 protected:
  void SetUp() override {
    file_ = std::filesystem::path(testing::TempDir()) /
            (std::string("mel_correction_") + testing::UnitTest::GetInstance()->current_test_info()->name() +
             ".safetensors");
    test::write_random_model(file_, config_);
    vocoder_ = load_vocoder(file_);
  }
  void TearDown() override { std::filesystem::remove(file_); }

  std::vector<float> synthesize(const VocoderInput& input, int corrections, int threads = 1) const {
    return vocoder_->synthesize(input,
                                {.steps = 1, .seed = 3, .threads = threads, .corrections = corrections});
  }
  /// Mean absolute difference between the mel that a sound was made from and the one that it has.
  double mel_error(const VocoderInput& input, const std::vector<float>& audio) const {
    const Array2<float> mel = log_mel(audio, config_.mel);
    double sum = 0;
    for (std::size_t n = 4; n + 4 < input.mel.rows(); ++n)
      for (std::size_t m = 0; m < mel.cols(); ++m) sum += std::abs(mel(n, m) - input.mel(n, m));
    return sum / static_cast<double>((input.mel.rows() - 8) * input.mel.cols());
  }

  HarmonicFlowConfig config_ = test::small_config();
  std::filesystem::path file_;
  std::unique_ptr<Vocoder> vocoder_;
};

TEST_F(MelCorrectionTest, BringsTheSoundsMelToTheOneItWasMadeFrom) {
  const VocoderInput input = test::make_input(config_, 150);
  double before = mel_error(input, synthesize(input, 0));
  for (const int rounds : {1, 2, 4}) {
    const auto out = synthesize(input, rounds);
    ASSERT_EQ(out.size(), 150U * 128);
    const double now = mel_error(input, out);
    EXPECT_LT(now, 0.8 * before) << rounds;
    before = now;
  }
}

TEST_F(MelCorrectionTest, IsTheSameForAnySplitIntoCallsAndThreads) {
  const VocoderInput input = test::make_input(config_, 800);
  const std::vector<float> whole = synthesize(input, 3);
  EXPECT_EQ(synthesize(input, 3, 3), whole);
  std::mt19937 generator(1);
  for (const std::size_t most : {1U, 5U, 31U}) {
    const auto stream =
        vocoder_->open_stream({.max_frames = most, .fixed_steps = 1, .seed = 3, .corrections = 3});
    FixedSteps steps(1);
    std::vector<float> block(stream->max_samples());
    std::vector<float> audio;
    const auto keep = [&](std::size_t count) {
      audio.insert(audio.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(count));
    };
    for (std::size_t n = 0; n < 800;) {
      const std::size_t count = std::min<std::size_t>(generator() % (most + 1), 800 - n);
      keep(stream->process(frames_of(input, n, count), steps, block));
      n += count;
      const std::size_t latency = vocoder_->latency_samples() + 3 * vocoder_->correction_latency_samples();
      ASSERT_EQ(audio.size(), n * 128 > latency ? n * 128 - latency : 0);
    }
    keep(stream->finish(steps, block));
    EXPECT_EQ(audio, whole) << most;
  }
}

TEST_F(MelCorrectionTest, ServesInputsShorterThanItsLatency) {
  for (std::size_t frames = 1; frames < 16; ++frames) {
    const VocoderInput input = test::make_input(config_, frames);
    const auto out = synthesize(input, 2);
    EXPECT_EQ(out.size(), frames * 128);
    for (const float x : out) ASSERT_TRUE(std::isfinite(x));
  }
}

TEST_F(MelCorrectionTest, TakesTheModelsOwnNumberUnlessToldOtherwise) {
  const VocoderInput input = test::make_input(config_, 60);
  EXPECT_EQ(vocoder_->default_corrections(), 0);
  EXPECT_EQ(synthesize(input, -1), synthesize(input, 0));
  const auto none = synthesize(input, 0);
  const auto two = synthesize(input, 2);
  EXPECT_NE(two, none);
  config_.default_corrections = 2;
  test::write_random_model(file_, config_);
  vocoder_ = load_vocoder(file_);
  EXPECT_EQ(vocoder_->default_corrections(), 2);
  EXPECT_EQ(synthesize(input, -1), two);
  EXPECT_EQ(synthesize(input, 0), none);
  EXPECT_THROW((void)synthesize(input, 1000), Error);
  EXPECT_THROW((void)vocoder_->open_stream({.corrections = -2}), Error);
}

TEST_F(MelCorrectionTest, NeitherAllocatesNorLocks) {
  const VocoderInput input = test::make_input(config_, 64);
  const auto stream = vocoder_->open_stream({.max_frames = 4, .max_steps = 1, .corrections = 2});
  std::vector<float> block(stream->max_samples());
  FixedSteps steps(1);
  const test::AllocationCounter allocations;
  const test::LockCounter locks;
  for (std::size_t i = 0; i < 200; ++i) {
    (void)stream->process(frames_of(input, i % 60, i % 5), steps, block);
    if (i % 50 == 49) (void)stream->finish(steps, block);
  }
  EXPECT_EQ(allocations.count(), 0U);
  EXPECT_EQ(locks.count(), 0U);
}

}  // namespace
}  // namespace driftwave
