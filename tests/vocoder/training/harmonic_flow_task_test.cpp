#include "vocoder/training/harmonic_flow_task.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "engine/core/error.h"
#include "engine/training/adamw.h"
#include "tests/engine/training/part_gradients.h"
#include "tests/vocoder/harmonic_flow/random_model.h"
#include "tests/vocoder/training/fixtures.h"
#include "vocoder/training/batch.h"
#include "vocoder/training/harmonic_flow_sampler.h"

namespace driftwave::training {
namespace {

class HarmonicFlowTaskTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(testing::TempDir()) /
              (std::string("task_") + testing::UnitTest::GetInstance()->current_test_info()->name());
    torch::manual_seed(2);
    network_ = make_harmonic_flow_network(config_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_;
  HarmonicFlowConfig config_ = test::small_config();
  std::unique_ptr<HarmonicFlowNetwork> network_;
};

TEST_F(HarmonicFlowTaskTest, OverfitsOneBatchInEachStage) {
  const ShardSet shards = test::make_shards(folder_, config_);
  for (const auto stage :
       {HarmonicFlowStage::kPrior, HarmonicFlowStage::kFlow, HarmonicFlowStage::kUnrolled}) {
    const auto task =
        make_harmonic_flow_task(config_, shards, *network_, {.stage = stage, .batch = 2, .frames = 32});
    AdamW optimizer(task->network());
    // Step 0 again and again: the same crops, noise, resolutions and number of Euler steps.
    const double before = task->loss(0).loss.item<double>();
    for (int i = 0; i < 40; ++i) {
      optimizer.zero_grad();
      task->loss(0).loss.backward();
      (void)optimizer.update(i, {.learning_rate = 3e-3});
    }
    EXPECT_LT(task->loss(0).loss.item<double>(), 0.97 * before) << to_string(stage);
  }
}

TEST_F(HarmonicFlowTaskTest, LearnsThroughTheEnergyScore) {
  const ShardSet shards = test::make_shards(folder_, config_);
  const auto task = make_harmonic_flow_task(config_, shards, *network_,
                                            {.stage = HarmonicFlowStage::kUnrolled,
                                             .batch = 2,
                                             .frames = 32,
                                             .score_draws = 2,
                                             .unrolled_steps = {1, 0}});
  const StepResult first = task->loss(0);
  ASSERT_EQ(first.terms[2].first, "spread");
  EXPECT_GT(first.terms[2].second.item<double>(), 0.0) << "both draws are the same";
  // Of a network that has not learned: sharp distances of one that has make rounding errors large.
  EXPECT_LT(test::part_error(*task, 4, 2), 1e-4);
  AdamW optimizer(task->network());
  for (int i = 0; i < 40; ++i) {
    optimizer.zero_grad();
    task->loss(0).loss.backward();
    (void)optimizer.update(i, {.learning_rate = 3e-3});
  }
  EXPECT_LT(task->loss(0).loss.item<double>(), 0.97 * first.loss.item<double>());
}

TEST_F(HarmonicFlowTaskTest, RefusesAScoreOfOneDrawAndAnUnrolledStageWithoutSteps) {
  const ShardSet shards = test::make_shards(folder_, config_);
  EXPECT_THROW((void)make_harmonic_flow_task(config_, shards, *network_, {.score_draws = 1}), Error);
  EXPECT_THROW((void)make_harmonic_flow_task(config_, shards, *network_, {.unrolled_steps = {}}), Error);
}

TEST_F(HarmonicFlowTaskTest, DrawsTheSameBatchForTheSameStep) {
  const ShardSet shards = test::make_shards(folder_, config_);
  const auto task = make_harmonic_flow_task(config_, shards, *network_, {.batch = 2, .frames = 32});
  EXPECT_EQ(task->loss(5).loss.item<double>(), task->loss(5).loss.item<double>());
  EXPECT_NE(task->loss(5).loss.item<double>(), task->loss(6).loss.item<double>());
}

TEST_F(HarmonicFlowTaskTest, PartsAddUpToTheWhole) {
  const ShardSet shards = test::make_shards(folder_, config_);
  for (const auto stage :
       {HarmonicFlowStage::kPrior, HarmonicFlowStage::kFlow, HarmonicFlowStage::kUnrolled}) {
    const auto task =
        make_harmonic_flow_task(config_, shards, *network_, {.stage = stage, .batch = 3, .frames = 32});
    EXPECT_LT(test::part_error(*task, 4, 2), 1e-4) << to_string(stage);
    EXPECT_LT(test::part_error(*task, 4, 3), 1e-4) << to_string(stage);
    EXPECT_THROW((void)task->loss(4, {.index = 0, .count = 4}), Error);
  }
}

TEST_F(HarmonicFlowTaskTest, LearnsBesideDiscriminators) {
  const ShardSet shards = test::make_shards(folder_, config_);
  const auto task = make_harmonic_flow_task(
      config_, shards, *network_,
      {.stage = HarmonicFlowStage::kUnrolled, .batch = 2, .frames = 64, .adversarial_weight = 0.5});
  const StepResult result = task->loss(0);
  EXPECT_EQ(result.terms.at(3).first, "told_apart");
  result.loss.backward();
  ASSERT_FALSE(task->state().empty());
  const at::Tensor before = task->state().front().second.detach().clone();
  EXPECT_GT(task->findings().norm().item<double>(), 0.0);
  task->end_step(0);
  EXPECT_FALSE(torch::equal(task->state().front().second, before));
  EXPECT_FALSE(task->findings().defined());
  EXPECT_LT(test::part_error(*task, 4, 2), 1e-4);
}

TEST_F(HarmonicFlowTaskTest, ChangesItsLossWithEachAugmentationAndAblation) {
  const ShardSet shards = test::make_shards(folder_, config_);
  const auto loss_with = [&](HarmonicFlowTaskOptions options) {
    options.batch = 2;
    options.frames = 32;
    return make_harmonic_flow_task(config_, shards, *network_, options)->loss(0).loss.item<double>();
  };
  const double plain = loss_with({});
  EXPECT_EQ(loss_with({}), plain);
  EXPECT_NE(loss_with({.smooth_share = 1.0}), plain);
  EXPECT_NE(loss_with({.band_limit_share = 1.0}), plain);
  EXPECT_NE(loss_with({.speed_range_st = 4.0}), plain);
  for (const char* part : {"source", "phase-reference", "whitening"})
    EXPECT_NE(loss_with({.without = make_ablation({part})}), plain) << part;
}

TEST_F(HarmonicFlowTaskTest, HasTheSameGradientWithCheckpointedActivations) {
  const ShardSet shards = test::make_shards(folder_, config_);
  for (const auto stage : {HarmonicFlowStage::kFlow, HarmonicFlowStage::kUnrolled})
    for (const bool bf16 : {false, true}) {
      const auto task = make_harmonic_flow_task(config_, shards, *network_,
                                                {.stage = stage, .batch = 2, .frames = 32, .bf16 = bf16});
      network_->checkpoint_activations(false);
      const test::StepGradient kept = test::gradient_in_parts(*task, 0, 1);
      network_->checkpoint_activations(true);
      const test::StepGradient again = test::gradient_in_parts(*task, 0, 1);
      EXPECT_GT(kept.values.abs().sum().item<double>(), 0.0);
      if (bf16)  // the unrolled steps' gradients of one weight are added up in float32 instead of bfloat16
        EXPECT_LT((again.values - kept.values).norm().item<double>(),
                  0.02 * kept.values.norm().item<double>());
      else
        EXPECT_TRUE(kept.values.equal(again.values)) << to_string(stage);
    }
}

TEST_F(HarmonicFlowTaskTest, ReportsEveryNumberOfSteps) {
  const ShardSet shards = test::make_shards(folder_, config_);
  const auto task = make_harmonic_flow_task(
      config_, shards, *network_, {.stage = HarmonicFlowStage::kUnrolled, .batch = 2, .frames = 32});
  torch::NoGradGuard no_grad;
  const Metrics metrics = task->validate();
  ASSERT_EQ(metrics.size(), 12U);
  for (const auto& [name, value] : metrics) EXPECT_GT(value, 0.0) << name;
}

TEST_F(HarmonicFlowTaskTest, RefusesShardsOfAnotherRate) {
  HarmonicFlowConfig other = config_;
  other.mel.sample_rate_hz = 44100;
  other.mel.high_hz = 22050;
  const ShardSet shards = test::make_shards(folder_, other);
  EXPECT_THROW((void)make_harmonic_flow_task(config_, shards, *network_, {}), Error);
}

TEST_F(HarmonicFlowTaskTest, CouplesToTheRecordingsMagnitudesNearTheSample) {
  const ShardSet shards = test::make_shards(folder_, config_);
  const Spectral spectral(config_.mel, at::kCPU);
  const VocoderBatch batch = crop(shards.utterances()[0], config_.mel, 10, 64);
  torch::manual_seed(3);
  const Prepared prepared = prepare_batch(batch, torch::randn_like(batch.audio), spectral);
  torch::NoGradGuard no_grad;
  const PriorSample sample = draw_prior(network_->prior(prepared.condition), prepared);
  const auto distance = [&](const Complex& x) {
    const at::Tensor difference =
        (magnitude(x * prepared.envelope) - prepared.target_magnitude).slice(1, 8, 56);
    return (difference.square().sum() / prepared.target_magnitude.slice(1, 8, 56).square().sum())
        .item<double>();
  };
  const double at_start = distance(sample.state);
  const double after_one = distance(couple(sample.state, prepared, spectral, 1));
  const double after_eight = distance(couple(sample.state, prepared, spectral, 8));
  EXPECT_LT(after_one, at_start);
  EXPECT_LT(after_eight, after_one);
}

}  // namespace
}  // namespace driftwave::training
