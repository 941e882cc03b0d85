#include "vocoder/training/discriminators.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "engine/training/adamw.h"
#include "vocoder/training/adversary.h"

namespace driftwave::training {
namespace {

constexpr std::int64_t kSamples = 6000;

at::Tensor tones(double hz, std::int64_t batch) {
  const at::Tensor t = torch::arange(kSamples, at::kFloat) / 22050.0;
  const at::Tensor phase = torch::rand({batch, 1}) * 6.28;
  return 0.3 * torch::sin(2 * M_PI * hz * t.unsqueeze(0) + phase);
}

TEST(Discriminators, JudgeEveryPeriodAndResolution) {
  torch::manual_seed(1);
  const auto networks = make_discriminators({.periods = {2, 3}, .n_ffts = {512}, .channels = 4});
  const Judgement judgement = networks->judge(tones(200, 2));
  EXPECT_EQ(judgement.scores.size(), 3U);
  EXPECT_EQ(judgement.features.size(), 12U);
  for (const at::Tensor& score : judgement.scores) EXPECT_EQ(score.size(0), 2);
}

TEST(Discriminators, HaveALossThatIsLeastWhenToldApart) {
  const Judgement ones{.scores = {torch::ones({2, 1})}, .features = {torch::ones({2, 3})}};
  const Judgement zeros{.scores = {torch::zeros({2, 1})}, .features = {torch::zeros({2, 3})}};
  EXPECT_EQ(discriminator_loss(ones, zeros).item<double>(), 0.0);
  EXPECT_EQ(discriminator_loss(zeros, ones).item<double>(), 2.0);
  EXPECT_EQ(adversarial_loss(ones).item<double>(), 0.0);
  EXPECT_EQ(adversarial_loss(zeros).item<double>(), 1.0);
  EXPECT_EQ(feature_matching_loss(ones, ones).item<double>(), 0.0);
  EXPECT_NEAR(feature_matching_loss(ones, zeros).item<double>(), 1.0, 1e-4);
}

TEST(Adversary, LearnsToTellTonesFromNoise) {
  Adversary adversary({.learning_rate = 2e-3, .segment_samples = kSamples, .seed = 3}, at::kCPU);
  torch::manual_seed(4);
  double first = 0;
  double last = 0;
  for (int step = 0; step < 30; ++step) {
    const StepResult result = adversary.loss(0.2 * torch::randn({2, kSamples}), tones(300, 2), 1.0);
    last = result.terms[0].second.item<double>();
    if (step == 0) first = last;
    adversary.end_step(step);
  }
  EXPECT_LT(last, 0.5 * first);
}

TEST(Adversary, SendsGradientToTheVocoderAndNoneOfItToItself) {
  Adversary adversary({.segment_samples = kSamples}, at::kCPU);
  const at::Tensor made = (0.2 * torch::randn({1, kSamples})).requires_grad_(true);
  adversary.loss(made, tones(300, 1), 1.0).loss.backward();
  EXPECT_GT(made.grad().abs().sum().item<double>(), 0.0);
  const at::Tensor before = adversary.findings().clone();
  for (const auto& [name, tensor] : adversary.state()) EXPECT_FALSE(tensor.grad().defined()) << name;
  EXPECT_TRUE(torch::equal(before, adversary.findings()));
}

TEST(Adversary, FindsTheSameInPartsAsInTheWhole) {
  Adversary whole({.segment_samples = kSamples}, at::kCPU);
  Adversary parts({.segment_samples = kSamples}, at::kCPU);
  torch::manual_seed(5);
  const at::Tensor made = 0.2 * torch::randn({4, kSamples});
  const at::Tensor real = tones(250, 4);
  (void)whole.loss(made, real, 1.0);
  for (int i = 0; i < 2; ++i)
    (void)parts.loss(made.slice(0, 2 * i, 2 * i + 2), real.slice(0, 2 * i, 2 * i + 2), 0.5);
  const double size = whole.findings().norm().item<double>();
  EXPECT_GT(size, 0.0);
  EXPECT_LT((whole.findings() - parts.findings()).norm().item<double>(), 1e-4 * size);
}

TEST(Adversary, GoesOnFromItsState) {
  Adversary first({.segment_samples = kSamples, .seed = 1}, at::kCPU);
  Adversary second({.segment_samples = kSamples, .seed = 2}, at::kCPU);
  torch::manual_seed(6);
  const at::Tensor made = 0.2 * torch::randn({1, kSamples});
  const at::Tensor real = tones(250, 1);
  (void)first.loss(made, real, 1.0);
  first.end_step(0);
  const TaskState from = first.state();
  const TaskState to = second.state();
  ASSERT_EQ(from.size(), to.size());
  for (std::size_t i = 0; i < from.size(); ++i) {
    const torch::NoGradGuard no_grad;
    to[i].second.copy_(from[i].second);
  }
  EXPECT_EQ(first.loss(made, real, 1.0).loss.item<double>(),
            second.loss(made, real, 1.0).loss.item<double>());
}

}  // namespace
}  // namespace driftwave::training
