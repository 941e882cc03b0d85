#include "vocoder/training/epsilon_task.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <torch/nn/module.h>

#include <cmath>
#include <numbers>
#include <optional>

#include "engine/core/error.h"
#include "engine/dsp/mel.h"
#include "tests/engine/dsp/signals.h"
#include "tests/engine/training/part_gradients.h"
#include "vocoder/diffwave/config.h"
#include "vocoder/diffwave/network.h"
#include "vocoder/wavegrad/config.h"
#include "vocoder/wavegrad/network.h"

namespace driftwave::training {
namespace {

DiffWaveConfig small_diffwave() {
  DiffWaveConfig config = diffwave_base();
  config.residual_channels = 8;
  config.residual_layers = 3;
  config.embedding_channels = 16;
  return config;
}

WaveGradConfig small_wavegrad() {
  WaveGradConfig config = wavegrad_base();
  config.input_channels = 8;
  config.up_channels = {8, 8, 6, 6, 6};
  config.down_channels = {4, 6, 6, 6, 8};
  return config;
}

class EpsilonTaskTest : public ::testing::Test {
 protected:
  EpsilonTaskTest()
      : folder_(std::filesystem::path(::testing::TempDir()) /
                (std::string("driftwave_epsilon_task_test_") +
                 ::testing::UnitTest::GetInstance()->current_test_info()->name())) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    std::vector<Utterance> all;
    for (std::uint32_t i = 0; i < 3; ++i) {
      Utterance u;
      u.id = "u" + std::to_string(i);
      u.split = i == 2 ? "validation" : "train";
      for (const float x : test::tone({.hz = 200.0 + 50 * i, .amplitude = 0.4, .rate_hz = 22050}, 7680))
        u.audio.push_back(static_cast<std::int16_t>(32767 * x));
      u.f0_hz.assign(31, 200.0F);
      u.voicing.assign(31, 1.0F);
      u.phase_rad.assign(31, 0.0F);
      all.push_back(std::move(u));
    }
    write_shard(folder_ / "shard-0000.safetensors", {.sample_rate_hz = 22050, .hop_samples = 256}, all);
    shards_.emplace(std::vector<std::filesystem::path>{folder_});
    at::manual_seed(1);
  }
  ~EpsilonTaskTest() override { std::filesystem::remove_all(folder_); }

  std::unique_ptr<TrainingTask> diffwave_task(EpsilonNetwork& network, const EpsilonTaskOptions& options) {
    return make_epsilon_task(small_diffwave().diffusion, NetworkTime::kTrainingStep,
                             to_json(small_diffwave()), *shards_, network, options);
  }

  std::filesystem::path folder_;
  std::optional<ShardSet> shards_;
};

TEST_F(EpsilonTaskTest, LearnsDiffWave) {
  const auto network = make_diffwave_network(small_diffwave());
  const auto task =
      diffwave_task(*network, {.batch = 2, .frames = 4, .validation_utterances = 1, .validation_frames = 12});
  const double before = task->validate().front().second;
  (void)run_training(*task, {.folder = folder_ / "run",
                             .steps = 60,
                             .learning_rate = 5e-3,
                             .warmup_steps = 5,
                             .ema_decay = 0.8,
                             .validate_every = 1000,
                             .progress = false});
  const Metrics after = task->validate();
  EXPECT_NEAR(before, std::sqrt(2 / std::numbers::pi),
              0.1);  // a network that says nothing: the mean of |noise|
  EXPECT_LT(after.front().second, 0.8 * before);
  EXPECT_EQ(after[1].first, "bits_per_sample");
  EXPECT_EQ(after.back().first, "bits_7");
}

TEST_F(EpsilonTaskTest, LearnsWaveGrad) {
  const WaveGradConfig config = small_wavegrad();
  const auto network = make_wavegrad_network(config);
  const auto task =
      make_epsilon_task(config.diffusion, NetworkTime::kNoiseLevel, to_json(config), *shards_, *network,
                        {.batch = 2, .frames = 4, .validation_utterances = 1, .validation_frames = 12});
  const double before = task->validate().front().second;
  (void)run_training(*task, {.folder = folder_ / "run",
                             .steps = 40,
                             .learning_rate = 3e-3,
                             .warmup_steps = 5,
                             .ema_decay = 0.8,
                             .validate_every = 1000,
                             .progress = false});
  EXPECT_LT(task->validate().front().second, before);
}

TEST_F(EpsilonTaskTest, RepeatsAStepAndDrawsAnotherForTheNext) {
  const auto network = make_diffwave_network(small_diffwave());
  const auto task = diffwave_task(*network, {.batch = 2, .frames = 4});
  const double first = task->loss(3).loss.item<double>();
  EXPECT_EQ(task->loss(3).loss.item<double>(), first);
  EXPECT_NE(task->loss(4).loss.item<double>(), first);
}

TEST_F(EpsilonTaskTest, PartsAddUpToTheWholeAndTeachTheSamplerTheSame) {
  const auto network = make_diffwave_network(small_diffwave());
  const auto whole = diffwave_task(*network, {.batch = 3, .frames = 4});
  const auto parts = diffwave_task(*network, {.batch = 3, .frames = 4});
  EXPECT_LT(test::part_error(*parts, 2, 2), 1e-5);
  (void)whole->loss(2);
  EXPECT_TRUE(at::allclose(parts->findings(), whole->findings()));
  whole->end_step(2);
  parts->end_step(2);
  for (std::size_t i = 0; i < 2; ++i)
    EXPECT_TRUE(at::allclose(parts->state()[i].second, whole->state()[i].second));
  EXPECT_EQ(parts->findings().abs().sum().item<double>(), 0.0);

  const WaveGradConfig config = small_wavegrad();
  const auto wavegrad = make_wavegrad_network(config);
  const auto task = make_epsilon_task(config.diffusion, NetworkTime::kNoiseLevel, to_json(config), *shards_,
                                      *wavegrad, {.batch = 3, .frames = 4});
  EXPECT_LT(test::part_error(*task, 2, 3), 1e-5);
}

TEST_F(EpsilonTaskTest, ResumesWithItsMemoryOfLosses) {
  const LoopOptions options{.folder = folder_ / "run", .steps = 3, .validate_every = 1000, .progress = false};
  const auto network = make_diffwave_network(small_diffwave());
  const auto task = diffwave_task(*network, {.batch = 2, .frames = 4});
  (void)run_training(*task, options);
  LoopOptions again = options;
  again.resume = true;
  const auto other_network = make_diffwave_network(small_diffwave());
  const auto other = diffwave_task(*other_network, {.batch = 2, .frames = 4});
  (void)run_training(*other, again);
  const TaskState want = task->state();
  const TaskState got = other->state();
  ASSERT_EQ(want.size(), 2U);
  EXPECT_GT(want[1].second.sum().item<double>(), 0);
  for (std::size_t i = 0; i < want.size(); ++i)
    EXPECT_TRUE(want[i].second.equal(got[i].second)) << want[i].first;
}

TEST_F(EpsilonTaskTest, RefusesShardsOfAnotherRate) {
  DiffWaveConfig config = small_diffwave();
  config.diffusion.mel.sample_rate_hz = 16000;
  config.diffusion.mel.high_hz = 8000;
  const auto network = make_diffwave_network(config);
  EXPECT_THROW(
      (void)make_epsilon_task(config.diffusion, NetworkTime::kTrainingStep, {}, *shards_, *network, {}),
      Error);
}

TEST(UnitDecibelMelTensor, IsTheMelOfTheEngine) {
  const std::vector<float> audio = test::white_noise(5000, 4, 0.1F);
  for (const MelSettings& settings : {diffwave_mel_settings(), wavegrad_mel_settings()}) {
    const Array2<float> want = log_mel(audio, settings);
    const at::Tensor got = unit_decibel_mel_tensor(at::tensor(at::ArrayRef<float>(audio)), settings);
    ASSERT_EQ(got.size(0), settings.mels);
    ASSERT_EQ(got.size(1), static_cast<std::int64_t>(want.rows()));
    for (std::size_t f = 0; f < want.rows(); ++f)
      for (std::size_t m = 0; m < want.cols(); ++m)
        ASSERT_NEAR(got[static_cast<std::int64_t>(m)][static_cast<std::int64_t>(f)].item<float>(), want(f, m),
                    1e-4);
  }
}

}  // namespace
}  // namespace driftwave::training
