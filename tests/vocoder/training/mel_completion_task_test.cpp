#include "vocoder/training/mel_completion_task.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "engine/core/error.h"
#include "engine/training/checkpoint.h"
#include "tests/engine/training/part_gradients.h"
#include "tests/vocoder/harmonic_flow/random_model.h"
#include "tests/vocoder/training/fixtures.h"
#include "vocoder/mel_completion/bridge.h"
#include "vocoder/mel_completion/mel_completion.h"

namespace driftwave::training {
namespace {

MelCompletionConfig small_config() {
  MelCompletionConfig config;
  config.mel = test::small_config().mel;
  config.channels = 16;
  config.dilations = {1, 2};
  return config;
}

class MelCompletionTaskTest : public testing::Test {
 protected:
  MelCompletionTaskTest()
      : folder_(std::filesystem::path(testing::TempDir()) /
                (std::string("mel_completion_task_") +
                 testing::UnitTest::GetInstance()->current_test_info()->name())) {
    std::filesystem::remove_all(folder_);
    torch::manual_seed(1);
  }
  ~MelCompletionTaskTest() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_;
};

TEST_F(MelCompletionTaskTest, LearnsToCorrectStraightLines) {
  const MelCompletionConfig config = small_config();
  const ShardSet shards = test::make_shards(folder_, test::small_config());
  const auto network = make_mel_completion_network(config);
  const auto task = make_mel_completion_task(config, shards, *network, {.batch = 4, .frames = 64});
  const Metrics before = task->validate();
  (void)run_training(*task, {.folder = folder_ / "run",
                             .steps = 150,
                             .learning_rate = 5e-3,
                             .warmup_steps = 5,
                             .ema_decay = 0.8,
                             .validate_every = 1000,
                             .progress = false});
  const Metrics after = task->validate();
  ASSERT_EQ(after.front().first, "mean");
  EXPECT_LT(after.front().second, 0.7 * before.front().second);
}

TEST_F(MelCompletionTaskTest, RepeatsAStepAndReachesEveryParameter) {
  const MelCompletionConfig config = small_config();
  const ShardSet shards = test::make_shards(folder_, test::small_config());
  const auto network = make_mel_completion_network(config);
  const auto task = make_mel_completion_task(config, shards, *network, {.batch = 4, .frames = 64});
  const at::Tensor loss = task->loss(3).loss;
  EXPECT_EQ(task->loss(3).loss.item<double>(), loss.item<double>());
  EXPECT_NE(task->loss(4).loss.item<double>(), loss.item<double>());
  loss.backward();
  for (const auto& p : network->module().named_parameters())
    EXPECT_GT(p.value().grad().abs().sum().item<double>(), 0) << p.key();
}

TEST_F(MelCompletionTaskTest, PartsAddUpToTheWhole) {
  const MelCompletionConfig config = small_config();
  const ShardSet shards = test::make_shards(folder_, test::small_config());
  const auto network = make_mel_completion_network(config);
  const auto task = make_mel_completion_task(config, shards, *network, {.batch = 5, .frames = 64});
  for (const std::int64_t step : {0, 1, 2}) EXPECT_LT(test::part_error(*task, step, 2), 1e-5) << step;
  EXPECT_LT(test::part_error(*task, 3, 5), 1e-5);
}

TEST_F(MelCompletionTaskTest, RefusesShardsOfAnotherRate) {
  const ShardSet shards = test::make_shards(folder_, test::small_config());
  const MelCompletionConfig config;
  const auto network = make_mel_completion_network(config);
  EXPECT_THROW((void)make_mel_completion_task(config, shards, *network, {}), Error);
}

/// The native pass against the libtorch pass on the weights of a file.
void expect_equality(const std::filesystem::path& file, const MelCompletionConfig& config) {
  torch::NoGradGuard no_grad;
  const auto network = make_mel_completion_network(config);
  EXPECT_EQ(load_weights(file, network->module()), network->module().parameters().size());
  const auto mels = static_cast<std::size_t>(config.mel.mels);
  constexpr std::size_t kFrames = 70;
  VocoderInput input{Array2<float>(kFrames, mels), std::vector<float>(kFrames), std::vector<float>(kFrames)};
  KnownFeatures known{.mel = Array2<std::uint8_t>(kFrames, mels, 1),
                      .pitch = std::vector<std::uint8_t>(kFrames, 1)};
  for (std::size_t n = 0; n < kFrames; ++n) {
    for (std::size_t m = 0; m < mels; ++m)
      input.mel(n, m) = -3 + 2 * std::sin(0.1F * static_cast<float>(n + 3 * m));
    input.f0_hz[n] = 150 + static_cast<float>(n);
    input.voicing[n] = n % 20 < 12 ? 1.0F : 0.0F;
    if (n >= 20 && n < 30) std::ranges::fill(known.mel.row(n), 0);
    if (n >= 20 && n < 30) known.pitch[n] = 0;
    for (std::size_t m = 2 * mels / 3; n >= 40 && m < mels; ++m) known.mel(n, m) = 0;
  }
  VocoderInput guess = input;
  bridge_mel(guess.mel, known.mel);
  bridge(guess.voicing, known.pitch);
  bridge_pitch(guess.f0_hz, known.pitch);
  std::vector<float> rows(kFrames * (2 * mels + 3));
  for (std::size_t n = 0; n < kFrames; ++n)
    fill_completion_row(guess.mel.row(n), known.mel.row(n), guess.f0_hz[n], guess.voicing[n],
                        known.pitch[n] != 0, std::span(rows).subspan(n * (2 * mels + 3), 2 * mels + 3));
  const at::Tensor out = network->forward(
      torch::tensor(at::ArrayRef<float>(rows)).view({1, kFrames, static_cast<std::int64_t>(2 * mels + 3)}));
  load_mel_completion(file).complete(input, known);
  for (std::size_t n = 0; n < kFrames; ++n)
    for (std::size_t m = 0; m < mels; ++m) {
      if (known.mel(n, m) != 0) continue;
      const float correction =
          out[0][static_cast<std::int64_t>(n)][static_cast<std::int64_t>(m)].item<float>();
      const float want = std::max(log_mel_of(normalized_mel(guess.mel(n, m)) + correction),
                                  static_cast<float>(std::log(config.mel.floor)));
      ASSERT_NEAR(input.mel(n, m), want, 1e-3) << n << " " << m;
    }
}

TEST_F(MelCompletionTaskTest, GivesWhatTheNativePassGivesOnRandomWeights) {
  const MelCompletionConfig config = small_config();
  const auto network = make_mel_completion_network(config);
  std::filesystem::create_directories(folder_);
  export_weights(folder_ / "model.safetensors", network->module(),
                 {{"architecture", kMelCompletionArchitecture}, {"config", to_json(config).dump()}},
                 DType::kF32);
  expect_equality(folder_ / "model.safetensors", config);
}

TEST_F(MelCompletionTaskTest, GivesWhatTheNativePassGivesOnTheShippedWeights) {
  expect_equality(std::filesystem::path(DRIFTWAVE_MODELS) / "mel_completion" / "mel_completion.safetensors",
                  {});
}

}  // namespace
}  // namespace driftwave::training
