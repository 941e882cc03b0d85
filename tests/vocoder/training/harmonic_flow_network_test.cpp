#include "vocoder/training/harmonic_flow_network.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "tests/vocoder/harmonic_flow/random_model.h"
#include "vocoder/training/harmonic_flow_sampler.h"

namespace driftwave::training {
namespace {

Condition random_condition(const HarmonicFlowConfig& c, std::int64_t frames) {
  const auto bins = static_cast<std::int64_t>(c.mel.bins());
  return {torch::randn({2, frames, c.mel.mels}),
          torch::rand({2, frames}) * 200 + 100,
          torch::rand({2, frames}),
          {torch::randn({2, frames, bins}), torch::randn({2, frames, bins})}};
}

std::unique_ptr<HarmonicFlowNetwork> make_network(const HarmonicFlowConfig& c) {
  torch::manual_seed(11);
  return make_harmonic_flow_network(c);
}

TEST(HarmonicFlowNetwork, HasTheShapesItSays) {
  const HarmonicFlowConfig c = test::small_config();
  const auto network = make_network(c);
  const Condition condition = random_condition(c, 9);
  const PriorOutput prior = network->prior(condition);
  EXPECT_EQ(prior.filter.re.sizes(), condition.source.re.sizes());
  EXPECT_EQ(prior.noise.sizes(), condition.source.re.sizes());
  EXPECT_EQ(prior.features.sizes(), (std::vector<std::int64_t>{2, 9, 16}));
  EXPECT_GE(prior.noise.min().item<double>(), 0.0);
  const Complex v = network->velocity(condition.source, condition.source, condition.source, prior.features,
                                      torch::tensor({0.0F, 0.5F}));
  EXPECT_EQ(v.re.sizes(), condition.source.re.sizes());
  EXPECT_EQ(v.re.select(2, 256).abs().max().item<double>(), 0.0);
}

TEST(HarmonicFlowNetwork, IsDeterministic) {
  const HarmonicFlowConfig c = test::small_config();
  torch::manual_seed(12);
  const Condition condition = random_condition(c, 9);
  const auto a = make_network(c);
  const auto b = make_network(c);
  EXPECT_TRUE(torch::equal(a->prior(condition).filter.re, b->prior(condition).filter.re));
}

TEST(HarmonicFlowNetwork, SendsAGradientToEveryParameter) {
  const HarmonicFlowConfig c = test::small_config();
  const auto network = make_network(c);
  const Condition condition = random_condition(c, 12);
  const PriorOutput prior = network->prior(condition);
  const Complex mean = prior.filter * condition.source;
  const Complex state = mean + Complex{prior.noise, prior.noise};
  const Complex v =
      network->velocity(state, mean, condition.source, prior.features, torch::tensor({0.2F, 0.9F}));
  (state.re.square().mean() + v.re.square().mean() + v.im.square().mean() + v.re.mean()).backward();
  for (const auto& item : network->module().named_parameters()) {
    ASSERT_TRUE(item.value().grad().defined()) << item.key();
    EXPECT_GT(item.value().grad().abs().sum().item<double>(), 0.0) << item.key();
  }
}

TEST(HarmonicFlowNetwork, FreezesOneHalfAtATime) {
  const auto network = make_network(test::small_config());
  network->freeze_prior(true);
  for (const auto& item : network->module().named_parameters())
    EXPECT_EQ(item.value().requires_grad(), item.key().rfind("flow.", 0) == 0) << item.key();
  network->freeze_prior(false);
  network->freeze_flow(true);
  for (const auto& item : network->module().named_parameters())
    EXPECT_EQ(item.value().requires_grad(), item.key().rfind("prior.", 0) == 0) << item.key();
}

TEST(HarmonicFlowNetwork, LooksNoFurtherAheadThanItsConfigSays) {
  const HarmonicFlowConfig c = test::small_config();
  const auto network = make_network(c);
  torch::manual_seed(13);
  Condition condition = random_condition(c, 30);
  const at::Tensor before = network->prior(condition).features.clone();
  condition.mel = condition.mel.clone();
  condition.mel.slice(1, 20) += 1.0;
  const at::Tensor changed = (network->prior(condition).features - before).abs().sum(at::IntArrayRef({0, 2}));
  EXPECT_EQ(changed.slice(0, 0, 20 - c.lookahead_frames()).max().item<double>(), 0.0);
  EXPECT_GT(changed[20 - c.lookahead_frames()].item<double>(), 0.0);
}

}  // namespace
}  // namespace driftwave::training
