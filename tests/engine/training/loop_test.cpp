#include "engine/training/loop.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cmath>
#include <csignal>
#include <fstream>

#include "engine/core/error.h"
#include "engine/training/checkpoint.h"

namespace driftwave::training {
namespace {

/// Fits y = 2 x - 1 with a linear layer, on batches keyed by the step.
class LineTask final : public TrainingTask {
 public:
  explicit LineTask(std::string name = "line") : name_(std::move(name)) {
    torch::manual_seed(1);
    layer_ = torch::nn::Linear(1, 1);
  }
  torch::nn::Module& network() override { return *layer_; }
  StepResult loss(std::int64_t step, const BatchPart& part) override {
    torch::manual_seed(static_cast<std::uint64_t>(step) + 100);
    const BatchRange range = part.range(16);
    const at::Tensor x = torch::randn({16, 1}).narrow(0, range.first, range.count);
    const at::Tensor loss = (layer_(x) - (2 * x - 1)).square().mean();
    return {.loss = poison_ ? loss * std::nan("") : loss,
            .terms = {{"twice", 2 * loss.detach()}},
            .weight = range.share};
  }
  Metrics validate() override { return {{"weight", layer_->weight.item<double>()}}; }
  nlohmann::json config() const override { return {{"task", name_}}; }
  [[nodiscard]] double weight() { return layer_->weight.item<double>(); }
  void poison() { poison_ = true; }

 private:
  std::string name_;
  bool poison_ = false;
  torch::nn::Linear layer_{nullptr};
};

class LoopTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(testing::TempDir()) /
              (std::string("loop_") + testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  LoopOptions options(std::int64_t steps) const {
    LoopOptions o;
    o.folder = folder_;
    o.steps = steps;
    o.learning_rate = 0.05;
    o.warmup_steps = 5;
    o.ema_decay = 0.9;
    o.progress = false;
    return o;
  }
  std::filesystem::path folder_;
};

TEST_F(LoopTest, Learns) {
  LineTask task;
  EXPECT_TRUE(run_training(task, options(300)));
  EXPECT_NEAR(task.weight(), 2.0, 0.02);
}

TEST_F(LoopTest, ResumesOnTheSameCurve) {
  LineTask whole;
  (void)run_training(whole, options(40));
  std::filesystem::remove_all(folder_);

  // The first half ends as a killed run does: with the schedule of the whole.
  class Killed final : public TrainingTask {
   public:
    explicit Killed(LineTask& inner) : inner_(inner) {}
    torch::nn::Module& network() override { return inner_.network(); }
    StepResult loss(std::int64_t step, const BatchPart& part) override {
      if (step == 19) (void)std::raise(SIGTERM);
      return inner_.loss(step, part);
    }
    Metrics validate() override { return inner_.validate(); }
    nlohmann::json config() const override { return inner_.config(); }

   private:
    LineTask& inner_;
  };
  LineTask first;
  Killed killed(first);
  EXPECT_FALSE(run_training(killed, options(40)));
  LineTask second;
  LoopOptions resumed = options(40);
  resumed.resume = true;
  EXPECT_TRUE(run_training(second, resumed));
  EXPECT_EQ(second.weight(), whole.weight());
}

std::vector<std::string> lines_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

TEST_F(LoopTest, FollowsTheSameCurveInParts) {
  LineTask whole;
  LoopOptions o = options(40);
  o.log_every = 40;
  (void)run_training(whole, o);
  const std::vector<std::string> log = lines_of(folder_ / "log.csv");
  std::filesystem::remove_all(folder_);
  LineTask parts;
  o.accumulate = 5;  // of 16 examples: parts of 3 and 4
  (void)run_training(parts, o);
  EXPECT_NEAR(parts.weight(), whole.weight(), 1e-5);
  const std::vector<std::string> log_of_parts = lines_of(folder_ / "log.csv");
  ASSERT_EQ(log.size(), log_of_parts.size());
  const auto value = [](const std::string& line) { return std::stod(line.substr(line.rfind(',') + 1)); };
  for (std::size_t i = 1; i < log.size(); ++i)
    EXPECT_NEAR(value(log[i]), value(log_of_parts[i]), 1e-4 * std::abs(value(log[i]))) << log[i];
  o.accumulate = 17;
  EXPECT_THROW((void)run_training(parts, o), Error);
}

TEST_F(LoopTest, RefusesACheckpointOfAnotherTask) {
  LineTask task;
  (void)run_training(task, options(3));
  LineTask other("curve");
  LoopOptions resumed = options(3);
  resumed.resume = true;
  EXPECT_THROW((void)run_training(other, resumed), Error);
}

TEST_F(LoopTest, StopsWhenTheLossIsNotFinite) {
  LineTask task;
  task.poison();
  EXPECT_THROW((void)run_training(task, options(50)), Error);
}

TEST_F(LoopTest, ExportsAveragedWeightsThatLoadAgain) {
  LineTask task;
  (void)run_training(task, options(100));
  const auto file = folder_ / "model.safetensors";
  export_weights(file, task.network(), {{"architecture", "line"}}, DType::kF32);
  LineTask fresh;
  EXPECT_EQ(load_weights(file, fresh.network()), 2U);
  EXPECT_EQ(fresh.weight(), task.weight());
  LineTask from_checkpoint;
  EXPECT_EQ(load_weights(folder_ / "checkpoint.safetensors", from_checkpoint.network()), 2U);
  EXPECT_EQ(from_checkpoint.weight(), task.weight());
}

TEST(LearningRate, WarmsUpHoldsAndFalls) {
  LoopOptions o;
  o.steps = 1000;
  o.learning_rate = 1;
  o.warmup_steps = 100;
  o.decay_fraction = 0.5;
  o.final_rate_ratio = 0.1;
  EXPECT_NEAR(learning_rate_at(o, 0), 0.01, 1e-9);
  EXPECT_NEAR(learning_rate_at(o, 49), 0.5, 1e-9);
  EXPECT_NEAR(learning_rate_at(o, 300), 1.0, 1e-9);
  EXPECT_NEAR(learning_rate_at(o, 750), 0.55, 1e-9);
  EXPECT_NEAR(learning_rate_at(o, 1000), 0.1, 1e-9);
}

}  // namespace
}  // namespace driftwave::training
