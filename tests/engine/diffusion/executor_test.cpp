#include "engine/diffusion/executor.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/core/error.h"
#include "engine/diffusion/schedule.h"
#include "tests/engine/diffusion/mixture.h"

namespace driftwave {
namespace {

SamplerPlan plan_of(Sampler sampler, int steps) {
  return make_plan(vp_path(linear_betas(1e-3, 0.3, steps)), {.sampler = sampler});
}

void zero(std::span<const float>, const PathPoint&, std::span<float> out) {
  std::ranges::fill(out, 0.0F);
}

TEST(SpanExecutor, ReportsProgressPreviewsAndSteps) {
  std::vector<double> done;
  std::vector<int> previewed;
  std::vector<double> signals;
  SpanExecutor<float> executor(3);
  std::vector<float> x(3, 1.0F);
  const bool finished = executor.run(
      plan_of(Sampler::kHeun, 4), x, zero,
      {.noise = {},
       .progress =
           [&](double share) {
             done.push_back(share);
             return true;
           },
       .preview = [&](int step, std::span<const float>) { previewed.push_back(step); },
       .after_step = [&](int, const PathPoint& at, std::span<float>) { signals.push_back(at.signal); }});
  EXPECT_TRUE(finished);
  EXPECT_EQ(done, (std::vector<double>{0.25, 0.5, 0.75, 1}));
  EXPECT_EQ(previewed, (std::vector<int>{0, 1, 2, 3}));
  ASSERT_EQ(signals.size(), 4U);
  EXPECT_EQ(signals.back(), 1);
}

TEST(SpanExecutor, StopsWhenProgressSaysSo) {
  int calls = 0;
  SpanExecutor<float> executor(1);
  std::vector<float> x(1);
  const auto count = [&](std::span<const float>, const PathPoint&, std::span<float> out) {
    ++calls;
    out[0] = 0;
  };
  EXPECT_FALSE(
      executor.run(plan_of(Sampler::kDdim, 9), x, count,
                   {.noise = {}, .progress = [](double) { return false; }, .preview = {}, .after_step = {}}));
  EXPECT_EQ(calls, 1);
}

TEST(SpanExecutor, PreviewsTheDataThatTheNetworkSees) {
  const test::Mixture mixture({{1, {0.8}, 0.01}});
  std::vector<double> last;
  SpanExecutor<double> executor(1);
  std::vector<double> x{0.3};
  executor.run(plan_of(Sampler::kDdim, 6), x, mixture.network(Prediction::kEpsilon),
               {.noise = {},
                .progress = {},
                .preview = [&](int, std::span<const double> x0) { last.push_back(x0[0]); },
                .after_step = {}});
  ASSERT_EQ(last.size(), 6U);
  for (const double x0 : last) EXPECT_NEAR(x0, 0.8, 0.02);
}

TEST(SpanExecutor, LetsTheCallerClampAfterEachStep) {
  SpanExecutor<float> executor(2);
  std::vector<float> x{5.0F, -5.0F};
  executor.run(plan_of(Sampler::kDdim, 5), x, zero,
               {.noise = {},
                .progress = {},
                .preview = {},
                .after_step = [](int, const PathPoint&, std::span<float> s) {
                  for (float& v : s) v = std::clamp(v, -1.0F, 1.0F);
                }});
  EXPECT_EQ(x[0], 1.0F);
  EXPECT_EQ(x[1], -1.0F);
}

TEST(SpanExecutor, RefusesAWrongSizeAndMissingNoise) {
  SpanExecutor<float> executor(2);
  std::vector<float> x(3);
  EXPECT_THROW((void)executor.run(plan_of(Sampler::kDdim, 2), x, zero, {}), Error);
  x.resize(2);
  EXPECT_THROW((void)executor.run(plan_of(Sampler::kDdpm, 2), x, zero, {}), Error);
}

TEST(Guidance, IsExactForEveryPrediction) {
  const test::Mixture conditional({{1, {1.0}, 0.5}});
  const test::Mixture unconditional({{1, {-0.5}, 1.0}});
  const PathPoint at{0.6, 0.8, 0};
  const std::vector<double> x{0.2};
  std::vector<double> out(1);
  std::vector<double> epsilon(1);
  guided<double>(conditional.network(Prediction::kEpsilon), unconditional.network(Prediction::kEpsilon), 2.5)(
      x, at, epsilon);
  for (const Prediction p : {Prediction::kX0, Prediction::kV, Prediction::kScore, Prediction::kVelocity}) {
    guided<double>(conditional.network(p), unconditional.network(p), 2.5)(x, at, out);
    const LinearMap map = convert(p, Prediction::kEpsilon, at);
    EXPECT_NEAR(map.x * x[0] + map.d * out[0], epsilon[0], 1e-12) << to_string(p);
  }
}

TEST(Guidance, OfWeightOneAndZeroIsOneOfTheTwo) {
  const test::Mixture conditional({{1, {1.0}, 0.5}});
  const test::Mixture unconditional({{1, {-0.5}, 1.0}});
  const PathPoint at{0.6, 0.8, 0};
  const std::vector<double> x{0.2};
  std::vector<double> got(1);
  std::vector<double> want(1);
  const auto run = [&](double weight) {
    guided<double>(conditional.network(Prediction::kV), unconditional.network(Prediction::kV), weight)(x, at,
                                                                                                       got);
  };
  run(1);
  conditional.network(Prediction::kV)(x, at, want);
  EXPECT_NEAR(got[0], want[0], 1e-15);
  run(0);
  unconditional.network(Prediction::kV)(x, at, want);
  EXPECT_NEAR(got[0], want[0], 1e-15);
}

}  // namespace
}  // namespace driftwave
