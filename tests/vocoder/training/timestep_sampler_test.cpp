#include "vocoder/training/timestep_sampler.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <vector>

#include "engine/core/error.h"

namespace driftwave::training {
namespace {

TimestepSampler experienced(const std::vector<double>& losses) {
  TimestepSampler sampler(static_cast<std::int64_t>(losses.size()), 3);
  for (int i = 0; i < 3; ++i)
    for (std::size_t bin = 0; bin < losses.size(); ++bin)
      sampler.remember(static_cast<std::int64_t>(bin), losses[bin]);
  return sampler;
}

TEST(TimestepSampler, IsUniformUntilEveryBinHasItsHistory) {
  TimestepSampler sampler(4, 3);
  for (int i = 0; i < 20; ++i) sampler.remember(0, 9.0);
  for (std::int64_t bin = 0; bin < 4; ++bin) EXPECT_NEAR(sampler.probability(bin), 0.25, 1e-12);
  EXPECT_EQ(sampler.draw(0.6).bin, 2);
  EXPECT_NEAR(sampler.draw(0.6).weight, 1, 1e-12);
}

TEST(TimestepSampler, DrawsLargeLossesMoreOften) {
  const TimestepSampler sampler = experienced({1, 3, 6});
  EXPECT_NEAR(sampler.probability(1) / sampler.probability(2), 0.5, 0.01);
  EXPECT_GT(sampler.probability(0), 0);
}

TEST(TimestepSampler, LeavesTheExpectedLossAsItWas) {
  const std::vector<double> losses = {0.2, 5, 1, 0.01};
  const TimestepSampler sampler = experienced(losses);
  double weighted = 0;
  constexpr int kDraws = 4000;
  for (int i = 0; i < kDraws; ++i) {
    const auto draw = sampler.draw((i + 0.5) / kDraws);
    weighted += draw.weight * losses[static_cast<std::size_t>(draw.bin)] / kDraws;
  }
  EXPECT_NEAR(weighted, (0.2 + 5 + 1 + 0.01) / 4, 5e-3);
}

TEST(TimestepSampler, ForgetsOldLosses) {
  TimestepSampler sampler = experienced({1, 1});
  for (int i = 0; i < 7; ++i) sampler.remember(0, 3);
  EXPECT_NEAR(sampler.probability(0), 0.75, 0.01);
}

TEST(TimestepSampler, GoesOnFromASavedState) {
  TimestepSampler old = experienced({1, 4, 2});
  TimestepSampler fresh(3, 3);
  const TaskState from = old.state();
  const TaskState to = fresh.state();
  for (std::size_t i = 0; i < from.size(); ++i) to[i].second.copy_(from[i].second);
  for (std::int64_t bin = 0; bin < 3; ++bin) EXPECT_EQ(fresh.probability(bin), old.probability(bin));
}

TEST(TimestepSampler, TakesEveryUniformNumberAndRefusesNoBins) {
  const TimestepSampler sampler = experienced({1, 3, 6});
  EXPECT_EQ(sampler.draw(0).bin, 0);
  EXPECT_EQ(sampler.draw(0.99999999).bin, 2);
  EXPECT_THROW(TimestepSampler(0), Error);
}

}  // namespace
}  // namespace driftwave::training
