#include "tts/acoustic/acoustic_model.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <fstream>
#include <numeric>

#include "engine/core/error.h"
#include "tests/tts/acoustic/tiny_model.h"

namespace driftwave {
namespace {

class AcousticModelTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::filesystem::temp_directory_path() / ("driftwave-acoustic-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
    testing::write_tiny_model(folder_ / "tiny.safetensors", "driftwave-acoustic");
    model_ = std::make_unique<AcousticModel>(AcousticModel::load(folder_ / "tiny.safetensors"));
  }
  static void TearDownTestSuite() {
    model_.reset();
    std::filesystem::remove_all(folder_);
  }

  static std::filesystem::path folder_;
  static std::unique_ptr<AcousticModel> model_;
  const std::vector<std::int32_t> phonemes_ = {1, 30, 12, 3, 7, 39, 22, 30, 5, 2};
};

std::filesystem::path AcousticModelTest::folder_;
std::unique_ptr<AcousticModel> AcousticModelTest::model_;

double mean_log(const std::vector<float>& values) {
  double sum = 0;
  for (const float v : values) sum += std::log(static_cast<double>(v));
  return sum / static_cast<double>(values.size());
}

TEST_F(AcousticModelTest, GivesMelAndPitchForEveryFrame) {
  const AcousticOutput output = model_->infer(phonemes_);
  ASSERT_EQ(output.frames_per_phoneme.size(), phonemes_.size());
  const int total = std::accumulate(output.frames_per_phoneme.begin(), output.frames_per_phoneme.end(), 0);
  EXPECT_GT(total, 10);
  EXPECT_EQ(output.features.mel.rows(), static_cast<std::size_t>(total));
  EXPECT_EQ(output.features.mel.cols(), 10U);
  EXPECT_EQ(output.features.f0_hz.size(), output.features.mel.rows());
  EXPECT_EQ(output.features.voicing.size(), output.features.mel.rows());
  for (const float v : output.features.mel.values()) EXPECT_TRUE(std::isfinite(v));
  for (const float v : output.features.voicing) EXPECT_TRUE(v >= 0.0F && v <= 1.0F) << v;
  for (const float v : output.features.f0_hz) EXPECT_GT(v, 0.0F);
}

TEST_F(AcousticModelTest, RepeatsItselfForOneSeedAndDiffersForAnother) {
  const AcousticOutput a = model_->infer(phonemes_, {.seed = 3});
  const AcousticOutput b = model_->infer(phonemes_, {.seed = 3});
  const AcousticOutput c = model_->infer(phonemes_, {.seed = 4});
  EXPECT_TRUE(std::ranges::equal(a.features.mel.values(), b.features.mel.values()));
  EXPECT_FALSE(std::ranges::equal(a.features.mel.values(), c.features.mel.values()));
  EXPECT_EQ(a.features.f0_hz, c.features.f0_hz);
}

TEST_F(AcousticModelTest, HasNoNoiseAtZeroSteps) {
  const AcousticOutput a = model_->infer(phonemes_, {.steps = 0, .seed = 3});
  const AcousticOutput b = model_->infer(phonemes_, {.steps = 0, .seed = 4});
  EXPECT_TRUE(std::ranges::equal(a.features.mel.values(), b.features.mel.values()));
}

TEST_F(AcousticModelTest, SpeaksInHalfTheTimeAtTwiceTheSpeed) {
  const auto normal = static_cast<double>(model_->infer(phonemes_).features.mel.rows());
  const auto fast = static_cast<double>(model_->infer(phonemes_, {.speed = 2.0}).features.mel.rows());
  EXPECT_NEAR(fast, normal / 2, 1.0 + 0.05 * normal);
}

TEST_F(AcousticModelTest, BendsThePitchAlongAContour) {
  const AcousticOutput plain = model_->infer(phonemes_);
  const AcousticOutput bent = model_->infer(
      phonemes_, {.contour = {{.position = 0.0, .pitch_st = 0.0}, {.position = 1.0, .pitch_st = 12.0}}});
  const std::vector<float>& before = plain.features.f0_hz;
  const std::vector<float>& after = bent.features.f0_hz;
  ASSERT_EQ(after.size(), before.size());
  for (std::size_t f = 0; f < before.size(); ++f) {
    const double want = (static_cast<double>(f) + 0.5) / static_cast<double>(before.size());
    EXPECT_NEAR(std::log2(after[f] / before[f]), want, 1e-3) << f;
  }
}

TEST_F(AcousticModelTest, RaisesTheEndOfAQuestionOnly) {
  const AcousticOutput plain = model_->infer(phonemes_);
  const AcousticOutput asked = model_->infer(phonemes_, {.rise_from = 6});
  const auto begin = plain.frames_per_phoneme.begin();
  const auto first = static_cast<std::size_t>(std::accumulate(begin, begin + 6, 0));
  const std::vector<float>& before = plain.features.f0_hz;
  const std::vector<float>& after = asked.features.f0_hz;
  ASSERT_EQ(after.size(), before.size());
  EXPECT_TRUE(std::equal(before.begin(), before.begin() + static_cast<std::ptrdiff_t>(first), after.begin()));
  const auto top = std::ranges::max_element(after);
  EXPECT_GE(static_cast<std::size_t>(top - after.begin()), first);
  EXPECT_NEAR(12.0 * std::log2(*top / std::exp(5.3)), 6.0, 0.5);
  EXPECT_THROW((void)model_->infer(phonemes_, {.rise_from = 10}), Error);
}

TEST_F(AcousticModelTest, MovesTheMelodyByItsGain) {
  AcousticStatistics statistics = testing::tiny_statistics();
  statistics.melody_gain = 1.5;
  testing::write_tiny_model(folder_ / "gain.safetensors", "driftwave-acoustic", statistics);
  const AcousticOutput plain = model_->infer(phonemes_);
  const AcousticOutput wide = AcousticModel::load(folder_ / "gain.safetensors").infer(phonemes_);
  ASSERT_EQ(wide.features.f0_hz.size(), plain.features.f0_hz.size());
  for (std::size_t f = 0; f < plain.features.f0_hz.size(); ++f)
    EXPECT_NEAR(std::log(wide.features.f0_hz[f]) - 5.3, 1.5 * (std::log(plain.features.f0_hz[f]) - 5.3),
                1e-3);
}

TEST_F(AcousticModelTest, DrawsLowAndHighBandsWithTheirOwnTemperatures) {
  const auto mel_at = [&](double low, std::optional<double> high) {
    AcousticStatistics statistics = testing::tiny_statistics();
    statistics.temperature = low;
    statistics.high_temperature = high;
    testing::write_tiny_model(folder_ / "two.safetensors", "driftwave-acoustic", statistics);
    return AcousticModel::load(folder_ / "two.safetensors").infer(phonemes_).features.mel;
  };
  const Array2<float> plain = model_->infer(phonemes_, {.temperature = 0.2}).features.mel;
  const Array2<float> all_high = model_->infer(phonemes_, {.temperature = 1.0}).features.mel;
  const Array2<float> both = mel_at(0.2, 1.0);
  EXPECT_TRUE(std::ranges::equal(mel_at(0.2, std::nullopt).values(), plain.values()));
  EXPECT_TRUE(std::ranges::equal(mel_at(0.2, 0.2).values(), plain.values()));
  EXPECT_FALSE(std::ranges::equal(both.values(), plain.values()));
  EXPECT_FALSE(std::ranges::equal(both.values(), all_high.values()));
}

TEST_F(AcousticModelTest, RaisesPitchByTheSemitonesAskedFor) {
  const AcousticOutput plain = model_->infer(phonemes_);
  const AcousticOutput raised = model_->infer(phonemes_, {.pitch_st = 12.0});
  for (std::size_t f = 0; f < plain.features.f0_hz.size(); ++f)
    EXPECT_NEAR(raised.features.f0_hz[f] / plain.features.f0_hz[f], 2.0F, 1e-4F);
}

TEST_F(AcousticModelTest, IsAMonotoneAtZeroRange) {
  const AcousticOutput flat = model_->infer(phonemes_, {.pitch_range = 0.0});
  EXPECT_NEAR(mean_log(flat.features.f0_hz), testing::tiny_statistics().log_f0_mean, 1e-5);
  for (const float v : flat.features.f0_hz) EXPECT_FLOAT_EQ(v, flat.features.f0_hz.front());
}

TEST_F(AcousticModelTest, SingsWhatTheCallerGives) {
  const std::vector<int> frames(phonemes_.size(), 3);
  std::vector<float> f0(30);
  for (std::size_t f = 0; f < f0.size(); ++f) f0[f] = 150.0F + 5.0F * static_cast<float>(f);
  const AcousticOutput sung = model_->infer(phonemes_, {.frames_per_phoneme = frames, .f0_hz = f0});
  EXPECT_EQ(sung.frames_per_phoneme, frames);
  EXPECT_EQ(sung.features.f0_hz, f0);
  const AcousticOutput spoken = model_->infer(phonemes_, {.frames_per_phoneme = frames});
  EXPECT_FALSE(std::ranges::equal(sung.features.mel.values(), spoken.features.mel.values()));
}

TEST_F(AcousticModelTest, RejectsBadRequests) {
  const std::vector<std::int32_t> none;
  const std::vector<std::int32_t> foreign = {1, 40};
  const std::vector<int> short_frames = {1, 2};
  const std::vector<float> short_pitch = {200.0F};
  EXPECT_THROW((void)model_->infer(none), Error);
  EXPECT_THROW((void)model_->infer(foreign), Error);
  EXPECT_THROW((void)model_->infer(phonemes_, {.speed = 0.0}), Error);
  EXPECT_THROW((void)model_->infer(phonemes_, {.speed = std::nan("")}), Error);
  EXPECT_THROW((void)model_->infer(phonemes_, {.pitch_st = 25.0}), Error);
  EXPECT_THROW((void)model_->infer(phonemes_, {.steps = 101}), Error);
  EXPECT_THROW((void)model_->infer(phonemes_, {.temperature = 1.5}), Error);
  EXPECT_THROW((void)model_->infer(phonemes_, {.frames_per_phoneme = short_frames}), Error);
  EXPECT_THROW((void)model_->infer(phonemes_, {.f0_hz = short_pitch}), Error);
}

TEST_F(AcousticModelTest, SpeaksASinglePhoneme) {
  const std::vector<std::int32_t> one = {30};
  EXPECT_GE(model_->infer(one).features.mel.rows(), 1U);
}

TEST_F(AcousticModelTest, KnowsItsCard) {
  EXPECT_EQ(model_->card().at("voice"), "tiny");
  EXPECT_GT(model_->parameter_count(), 10000U);
  EXPECT_EQ(model_->config(), testing::tiny_config());
}

TEST_F(AcousticModelTest, RefusesForeignAndTruncatedFiles) {
  const auto foreign = folder_ / "foreign.safetensors";
  testing::write_tiny_model(foreign, "harmonic-flow");
  EXPECT_THROW((void)AcousticModel::load(foreign), Error);
  const auto half = folder_ / "half.safetensors";
  std::filesystem::copy_file(folder_ / "tiny.safetensors", half);
  std::filesystem::resize_file(half, std::filesystem::file_size(half) / 2);
  EXPECT_THROW((void)AcousticModel::load(half), Error);
  EXPECT_THROW((void)AcousticModel::load(folder_ / "absent.safetensors"), Error);
}

}  // namespace
}  // namespace driftwave
