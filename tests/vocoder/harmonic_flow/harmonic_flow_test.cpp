#include "vocoder/harmonic_flow/harmonic_flow.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <new>

#include "engine/core/error.h"
#include "tests/vocoder/harmonic_flow/random_model.h"

namespace driftwave {
namespace {

class HarmonicFlowTest : public testing::Test {
 protected:
  void SetUp() override {
    file_ = std::filesystem::path(testing::TempDir()) /
            (std::string("harmonic_flow_") + testing::UnitTest::GetInstance()->current_test_info()->name() +
             ".safetensors");
    test::write_random_model(file_, config_);
  }
  void TearDown() override { std::filesystem::remove(file_); }

  HarmonicFlowConfig config_ = test::small_config();
  std::filesystem::path file_;
};

TEST_F(HarmonicFlowTest, GivesAHopOfSamplesForEachFrame) {
  const auto vocoder = load_vocoder(file_);
  for (const std::size_t frames : {1U, 2U, 37U}) {
    const auto audio = vocoder->synthesize(test::make_input(config_, frames), {.steps = 2, .progress = {}});
    EXPECT_EQ(audio.size(), frames * 128);
    for (const float x : audio) ASSERT_TRUE(std::isfinite(x));
  }
}

TEST_F(HarmonicFlowTest, IsTheSameForAnyNumberOfThreadsAndPieces) {
  // 900 frames are three pieces; what a piece computes must not depend on where it was cut.
  const auto vocoder = load_vocoder(file_);
  const VocoderInput input = test::make_input(config_, 900);
  const auto one = vocoder->synthesize(input, {.steps = 3, .threads = 1, .progress = {}});
  const auto two = vocoder->synthesize(input, {.steps = 3, .threads = 2, .progress = {}});
  EXPECT_EQ(one, two);
}

TEST_F(HarmonicFlowTest, PassesOnWhatAThreadThrows) {
  const auto vocoder = load_vocoder(file_);
  for (const int threads : {1, 3}) {
    EXPECT_THROW(
        (void)vocoder->synthesize(
            test::make_input(config_, 900),
            {.steps = 1, .threads = threads, .progress = [](double) -> bool { throw std::bad_alloc(); }}),
        std::bad_alloc)
        << threads;
  }
}

TEST_F(HarmonicFlowTest, DependsOnNoFrameThatLiesFurtherAheadThanItSays) {
  const auto vocoder = load_vocoder(file_);
  VocoderInput input = test::make_input(config_, 600);
  const auto before = vocoder->synthesize(input, {.steps = 2, .progress = {}});
  for (std::size_t n = 420; n < 600; ++n)
    for (float& x : input.mel.row(n)) x += 1.0F;
  const auto after = vocoder->synthesize(input, {.steps = 2, .progress = {}});
  // Three frames of lookahead and half a window of overlap. The first piece ends at frame 384, so the change
  // also proves that pieces join without a seam.
  const std::size_t same = (420 - 3) * 128 - 256;
  for (std::size_t i = 0; i < same; ++i) ASSERT_EQ(before[i], after[i]) << "sample " << i;
  EXPECT_NE(before, after);
}

TEST_F(HarmonicFlowTest, RepeatsWithTheSeedAndVariesWithout) {
  const auto vocoder = load_vocoder(file_);
  const VocoderInput input = test::make_input(config_, 40);
  const auto a = vocoder->synthesize(input, {.seed = 5, .progress = {}});
  EXPECT_EQ(a, vocoder->synthesize(input, {.seed = 5, .progress = {}}));
  EXPECT_NE(a, vocoder->synthesize(input, {.seed = 6, .progress = {}}));
}

TEST_F(HarmonicFlowTest, StopsWhenProgressSaysSo) {
  const auto vocoder = load_vocoder(file_);
  const auto audio = vocoder->synthesize(test::make_input(config_, 900),
                                         {.steps = 0, .progress = [](double) { return false; }});
  EXPECT_TRUE(audio.empty());
}

TEST_F(HarmonicFlowTest, RefusesInputThatDoesNotFit) {
  const auto vocoder = load_vocoder(file_);
  VocoderInput input = test::make_input(config_, 10);
  input.f0_hz.pop_back();
  EXPECT_THROW((void)vocoder->synthesize(input, {}), Error);
  input = test::make_input(config_, 10);
  input.mel(3, 4) = std::nanf("");
  EXPECT_THROW((void)vocoder->synthesize(input, {}), Error);
  input = test::make_input(config_, 10);
  input.voicing[2] = 1.5F;
  EXPECT_THROW((void)vocoder->synthesize(input, {}), Error);
  input = test::make_input(config_, 10);
  EXPECT_THROW((void)vocoder->synthesize(input, {.steps = 1000, .progress = {}}), Error);
  input.mel = Array2<float>(10, 80);
  try {
    (void)vocoder->synthesize(input, {});
    FAIL() << "accepted a mel of 80 bands";
  } catch (const Error& e) {
    EXPECT_NE(std::string(e.what()).find("20"), std::string::npos);
    EXPECT_NE(std::string(e.what()).find("80"), std::string::npos);
  }
}

TEST_F(HarmonicFlowTest, RefusesFilesOfOtherKindsNamingThem) {
  SafetensorsWriter writer;
  writer.set_metadata("architecture", "griffin-lim");
  const std::vector<float> one{1.0F};
  writer.add("x", std::span<const float>(one), {1});
  writer.write(file_);
  try {
    (void)load_vocoder(file_);
    FAIL() << "accepted";
  } catch (const Error& e) {
    EXPECT_NE(std::string(e.what()).find(file_.string()), std::string::npos);
    EXPECT_NE(std::string(e.what()).find("griffin-lim"), std::string::npos);
  }
  std::ofstream(file_) << "not a model";
  EXPECT_THROW((void)load_vocoder(file_), Error);
  EXPECT_THROW((void)load_vocoder(file_.string() + ".missing"), Error);
}

}  // namespace
}  // namespace driftwave
