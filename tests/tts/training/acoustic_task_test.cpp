#include "tts/training/acoustic_task.h"

#include <gtest/gtest.h>
#include <torch/torch.h>
#include <unistd.h>

#include <cmath>
#include <numeric>

#include "engine/core/error.h"
#include "engine/training/adamw.h"
#include "engine/training/checkpoint.h"
#include "engine/training/shards.h"
#include "tests/engine/training/part_gradients.h"
#include "tests/tts/training/made_up_data.h"
#include "tts/acoustic/acoustic_model.h"
#include "tts/training/phone_classifier.h"

namespace driftwave {
namespace {

std::filesystem::path temporary(const std::string& name) {
  return std::filesystem::temp_directory_path() / ("driftwave-" + std::to_string(::getpid()) + "-" + name);
}

AcousticTaskOptions tiny_options(AcousticStage stage) {
  AcousticTaskOptions options;
  options.config = testing::tiny_config();
  options.stage = stage;
  options.batch = 2;
  return options;
}

std::unique_ptr<training::TrainingTask> mean_task() {
  return make_acoustic_task(testing::made_up_dataset(), tiny_options(AcousticStage::kMean));
}

/// A later stage on top of `mean`.
std::unique_ptr<training::TrainingTask> task_on(training::TrainingTask& mean, AcousticTaskOptions options) {
  options.initial = temporary("mean.safetensors");
  export_acoustic_model(options.initial, mean, DType::kF32, {});
  auto task = make_acoustic_task(testing::made_up_dataset(), options);
  std::filesystem::remove(options.initial);
  return task;
}

/// A flow stage on top of an untrained mean stage.
std::unique_ptr<training::TrainingTask> flow_task() {
  return task_on(*mean_task(), tiny_options(AcousticStage::kFlow));
}

bool of_flow(const std::string& name) {
  return name.starts_with("flow.") || name.starts_with("time_");
}

void expect_gradients(training::TrainingTask& task, bool flow) {
  // The flow's output layer starts at zero and lets no gradient through until it has moved.
  training::AdamW optimizer(task.network());
  for (int step = 0; step < 2; ++step) {
    optimizer.zero_grad();
    task.loss(step).loss.backward();
    (void)optimizer.update(step, {});
  }
  for (const auto& item : task.network().named_parameters()) {
    if (of_flow(item.key()) != flow) {
      EXPECT_FALSE(item.value().grad().defined()) << item.key();
      continue;
    }
    ASSERT_TRUE(item.value().grad().defined()) << item.key();
    EXPECT_GT(item.value().grad().abs().sum().item<float>(), 0.0F) << item.key();
  }
}

TEST(AcousticTask, SendsGradientToEveryParameterOfItsStage) {
  expect_gradients(*mean_task(), false);
  expect_gradients(*flow_task(), true);
}

TEST(AcousticTask, DependsOnSeedAndStepAlone) {
  const auto a = mean_task();
  const auto b = mean_task();
  (void)a->loss(4);
  EXPECT_EQ(a->loss(3).loss.item<float>(), b->loss(3).loss.item<float>());
  EXPECT_NE(a->loss(3).loss.item<float>(), a->loss(4).loss.item<float>());
}

TEST(AcousticTask, PartsAddUpToTheWholeWithoutDropout) {
  AcousticDataset dataset = testing::made_up_dataset();
  // Another length and other voicing, so that frames, phonemes and voiced frames are shared out differently.
  AcousticExample& odd = dataset.train[2];
  odd.frames.back() = 1;
  odd.mel.resize_rows(18);
  odd.f0_hz.resize(18);
  odd.voicing.assign(18, 0.0F);
  AcousticTaskOptions options = tiny_options(AcousticStage::kMean);
  options.batch = 6;
  options.network = {.dropout = 0, .heads_dropout = 0};
  const auto mean = make_acoustic_task(dataset, options);
  EXPECT_LT(test::part_error(*mean, 0, 2), 1e-5);
  EXPECT_LT(test::part_error(*mean, 0, 4), 1e-5);

  options.initial = temporary("parts.safetensors");
  export_acoustic_model(options.initial, *mean, DType::kF32, {});
  options.stage = AcousticStage::kFlow;
  const auto flow = make_acoustic_task(dataset, options);
  std::filesystem::remove(options.initial);
  EXPECT_LT(test::part_error(*flow, 0, 4), 1e-5);
}

TEST(AcousticTask, HasTheSameGradientWithCheckpointedActivationsAndDropout) {
  AcousticTaskOptions options = tiny_options(AcousticStage::kMean);
  const auto kept = make_acoustic_task(testing::made_up_dataset(), options);
  options.network.checkpoint_activations = true;
  const auto again = make_acoustic_task(testing::made_up_dataset(), options);
  EXPECT_TRUE(
      test::gradient_in_parts(*kept, 1, 1).values.equal(test::gradient_in_parts(*again, 1, 1).values));
}

double loss_after(training::TrainingTask& task, int steps) {
  training::AdamW optimizer(task.network());
  double last = 0;
  for (int step = 0; step < steps; ++step) {
    optimizer.zero_grad();
    const at::Tensor loss = task.loss(step % 3).loss;  // one pass over the six utterances, again and again
    loss.backward();
    (void)optimizer.update(step, {.learning_rate = 3e-3});
    last = loss.item<double>();
  }
  return last;
}

TEST(AcousticTask, LearnsAHandfulByHeart) {
  AcousticTaskOptions options = tiny_options(AcousticStage::kMean);
  options.network = {.dropout = 0, .heads_dropout = 0};
  const auto task = make_acoustic_task(testing::made_up_dataset(), options);
  const double before = task->loss(2).loss.item<double>();
  EXPECT_LT(loss_after(*task, 150), 0.6 * before);
}

AcousticTaskOptions score_options() {
  AcousticTaskOptions options = tiny_options(AcousticStage::kScore);
  options.config.decoder = MelDecoder::kSampler;
  return options;
}

TEST(AcousticTask, TeachesTheSamplerAloneThroughTheScore) {
  expect_gradients(*task_on(*mean_task(), score_options()), true);
}

TEST(AcousticTask, TeachesTheWholeModelThroughTheScore) {
  AcousticTaskOptions options = score_options();
  options.score_whole = true;
  options.config.melody_noise = 4;
  const auto task = task_on(*mean_task(), options);
  training::AdamW optimizer(task->network());
  for (int step = 0; step < 2; ++step) {
    optimizer.zero_grad();
    task->loss(step).loss.backward();
    (void)optimizer.update(step, {});
  }
  for (const auto& item : task->network().named_parameters())
    EXPECT_GT(item.value().grad().abs().sum().item<float>(), 0.0F) << item.key();
}

/// Mels of made-up noise: their mean over utterances explains nothing, so a sampler has to spread.
TEST(AcousticTask, ScoresPhonesToo) {
  AcousticTaskOptions options = score_options();
  const auto mean = mean_task();
  const double mels_alone = task_on(*mean, options)->loss(0).loss.item<double>();
  const AcousticStatistics statistics = testing::tiny_statistics();
  const PhoneClassifierConfig sizes{.symbols = 40, .mels = 10, .channels = 8, .blocks = 1};
  options.listener = make_phone_classifier(
      sizes,
      {.mel_mean = statistics.mel_mean,
       .mel_std = statistics.mel_std,
       .log_prior = std::vector<float>(static_cast<std::size_t>(phone_class_count(sizes)), -1.0F)},
      0.0, 1);
  options.phone_weight = 0.5;
  const auto task = task_on(*mean, options);
  const training::StepResult result = task->loss(0);
  ASSERT_EQ(result.terms[3].first, "phone");
  EXPECT_NEAR(result.loss.item<double>(), mels_alone + 0.5 * result.terms[3].second.item<double>(), 1e-5);
  task->network().eval();
  const torch::NoGradGuard no_grad;
  EXPECT_EQ(task->validate().back().first, "phone");
}

TEST(AcousticTask, LearnsTheSpreadThatTheMeanLeavesOut) {
  AcousticTaskOptions options = score_options();
  options.network = {.dropout = 0, .heads_dropout = 0};
  const auto task = task_on(*mean_task(), options);
  const double before = task->loss(2).loss.item<double>();
  EXPECT_LT(loss_after(*task, 150), 0.97 * before);
}

TEST(AcousticTask, ScoresTheSameDrawsInParts) {
  AcousticTaskOptions options = score_options();
  options.network = {.dropout = 0, .heads_dropout = 0};
  options.batch = 4;
  const auto one = task_on(*mean_task(), options);
  const auto other = task_on(*mean_task(), options);
  EXPECT_EQ(one->loss(3).loss.item<float>(), other->loss(3).loss.item<float>());
  EXPECT_NE(one->loss(3).loss.item<float>(), one->loss(4).loss.item<float>());
}

TEST(AcousticTask, RefusesAScoreOfAFlowAndAFlowOfASampler) {
  AcousticTaskOptions options = tiny_options(AcousticStage::kScore);
  EXPECT_THROW((void)task_on(*mean_task(), options), Error);
  options.stage = AcousticStage::kFlow;
  options.config.decoder = MelDecoder::kSampler;
  EXPECT_THROW((void)task_on(*mean_task(), options), Error);
  options = score_options();
  options.score_draws = 1;
  EXPECT_THROW((void)task_on(*mean_task(), options), Error);
}

TEST(AcousticTask, MeasuresItsStage) {
  const auto mean = mean_task();
  mean->network().eval();
  const training::Metrics metrics = mean->validate();
  ASSERT_FALSE(metrics.empty());
  EXPECT_EQ(metrics.front().first, "mel_l1");
  for (const auto& [name, value] : metrics) EXPECT_TRUE(std::isfinite(value)) << name;
  const auto flow = flow_task();
  flow->network().eval();
  EXPECT_EQ(flow->validate().front().first, "flow");
  const auto sampler = task_on(*mean, score_options());
  sampler->network().eval();
  const training::Metrics liveliness = sampler->validate();
  EXPECT_EQ(liveliness.front().first, "score");
  for (const auto& [name, value] : liveliness) EXPECT_TRUE(std::isfinite(value)) << name;
}

TEST(AcousticTask, LearnsTheMelodyAloneAndAnew) {
  const auto mean = mean_task();
  AcousticTaskOptions options = tiny_options(AcousticStage::kPitch);
  options.seed = 5;
  const auto task = task_on(*mean, options);
  task->loss(0).loss.backward();
  const auto before = mean->network().named_parameters();
  for (const auto& item : task->network().named_parameters()) {
    const bool of_pitch = item.key().starts_with("pitch.");
    EXPECT_EQ(item.value().grad().defined(), of_pitch) << item.key();
    if (of_pitch) continue;
    EXPECT_TRUE(torch::equal(item.value(), before[item.key()])) << item.key();
  }
  EXPECT_FALSE(
      torch::equal(task->network().named_parameters()["pitch.in.weight"], before["pitch.in.weight"]));
}

TEST(AcousticTask, PutsAFlowOfAnotherSizeOnAMean) {
  const auto mean = mean_task();
  AcousticTaskOptions options = tiny_options(AcousticStage::kFlow);
  options.config.flow_channels = 24;
  const auto task = task_on(*mean, options);
  EXPECT_EQ(task->network().named_parameters()["flow.in.weight"].size(0), 24);
  EXPECT_TRUE(torch::equal(task->network().named_parameters()["embedding.weight"],
                           mean->network().named_parameters()["embedding.weight"]));
}

TEST(AcousticTask, RefusesAFlowWithoutAMean) {
  EXPECT_THROW((void)make_acoustic_task(testing::made_up_dataset(), tiny_options(AcousticStage::kFlow)),
               Error);
}

TEST(AcousticTask, ExportsWhatTheNativeModelLoads) {
  const auto file = temporary("export.safetensors");
  export_acoustic_model(file, *mean_task(), DType::kF16, {{"voice", "made-up"}});
  const AcousticModel model = AcousticModel::load(file);
  std::filesystem::remove(file);
  EXPECT_EQ(model.card().at("voice"), "made-up");
  EXPECT_GT(model.infer(std::vector<std::int32_t>{1, 30, 2}).features.mel.rows(), 0U);
}

/// Two seconds of a tone between silences.
training::Utterance tone(const std::string& id, const std::string& split) {
  training::Utterance u;
  u.id = id;
  u.split = split;
  const std::size_t samples = 88200;
  for (std::size_t n = 0; n < samples; ++n) {
    const bool sounds = n > 20000 && n < 60000;
    u.audio.push_back(
        static_cast<std::int16_t>(sounds ? 8000.0 * std::sin(0.03 * static_cast<double>(n)) : 0.0));
  }
  const std::size_t frames = samples / 512 + 1;
  u.f0_hz.assign(frames, 210.0F);
  for (std::size_t f = 0; f < frames; ++f) u.voicing.push_back(f > 40 && f < 116 ? 1.0F : 0.0F);
  u.phase_rad.assign(frames, 0.0F);
  u.phonemes = {1, 26, 40, 2};
  return u;
}

TEST(AcousticDataset, ComesFromShardsAlignedAndNormalised) {
  const auto folder = temporary("shards");
  std::filesystem::create_directories(folder);
  training::Utterance silent = tone("c", "train");
  silent.phonemes.clear();
  training::write_shard(folder / "shard-0000.safetensors", {},
                        {tone("a", "train"), tone("b", "validation"), silent});
  const AcousticDataset dataset = make_acoustic_dataset(training::ShardSet({folder}), AcousticConfig{});
  const PhoneClassifierConfig sizes{.symbols = 192, .mels = 40, .channels = 4, .blocks = 1};
  const auto foreign = make_phone_classifier(
      sizes,
      {.mel_mean = std::vector<float>(40),
       .mel_std = std::vector<float>(40, 1.0F),
       .log_prior = std::vector<float>(static_cast<std::size_t>(phone_class_count(sizes)))},
      0.0, 1);
  EXPECT_THROW((void)make_acoustic_dataset(training::ShardSet({folder}), AcousticConfig{}, foreign.get()),
               Error);
  // Another set has a recording of the same name: it is no less for learning.
  const auto other = temporary("other-shards");
  std::filesystem::create_directories(other);
  training::write_shard(other / "shard-0000.safetensors", {}, {tone("b", "train")});
  const AcousticDataset both = make_acoustic_dataset(training::ShardSet({folder, other}), AcousticConfig{});
  EXPECT_EQ(both.train.size(), 2U);
  EXPECT_EQ(both.validation.size(), 1U);
  std::filesystem::remove_all(folder);
  std::filesystem::remove_all(other);
  ASSERT_EQ(dataset.train.size(), 1U);
  ASSERT_EQ(dataset.validation.size(), 1U);
  EXPECT_EQ(dataset.left_out, 1U);
  const AcousticExample& example = dataset.train.front();
  EXPECT_EQ(std::accumulate(example.frames.begin(), example.frames.end(), 0), 173);
  EXPECT_EQ(example.mel.rows(), 173U);
  EXPECT_NEAR(dataset.statistics.log_f0_mean, std::log(210.0), 1e-4);
  double sum = 0;
  for (std::size_t f = 0; f < example.mel.rows(); ++f) sum += example.mel(f, 20);
  EXPECT_NEAR(sum / 173.0, 0.0, 1e-3);
}

}  // namespace
}  // namespace driftwave
