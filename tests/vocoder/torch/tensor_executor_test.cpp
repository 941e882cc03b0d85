#include "vocoder/torch/tensor_executor.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "engine/core/error.h"
#include "engine/diffusion/executor.h"
#include "engine/diffusion/schedule.h"
#include "tests/engine/diffusion/mixture.h"

namespace driftwave {
namespace {

at::Tensor to_tensor(const std::vector<double>& values) {
  return at::from_blob(const_cast<double*>(values.data()), {static_cast<std::int64_t>(values.size())},
                       at::kDouble)
      .clone();
}

/// The mixture's network on tensors.
TensorNetwork on_tensors(const test::Mixture& mixture) {
  return [network = mixture.network(Prediction::kEpsilon)](const at::Tensor& x, const PathPoint& at) {
    at::Tensor out = at::empty_like(x);
    const auto count = static_cast<std::size_t>(x.numel());
    network({x.data_ptr<double>(), count}, at, {out.data_ptr<double>(), count});
    return out;
  };
}

TEST(TensorExecutor, GivesWhatTheSpanExecutorGives) {
  const test::Mixture mixture = test::one_dimension();
  const std::vector<PathPoint> path = vp_path(linear_betas(1e-3, 0.3, 12));
  for (const Sampler sampler : {Sampler::kDdpm, Sampler::kDdim, Sampler::kDpmSolver2M, Sampler::kHeun}) {
    const SamplerPlan plan = make_plan(path, {.sampler = sampler});
    std::vector<double> x = test::gaussian(50, 3);
    const auto noise_of = [](int step) { return test::gaussian(50, static_cast<std::uint32_t>(100 + step)); };
    const auto result = run_plan(plan, to_tensor(x), on_tensors(mixture),
                                 {.noise = [&](int step) { return to_tensor(noise_of(step)); }});
    ASSERT_TRUE(result.has_value());
    SpanExecutor<double> executor(x.size());
    executor.run(
        plan, x, mixture.network(Prediction::kEpsilon),
        {.noise = [&](int step, std::span<double> out) { std::ranges::copy(noise_of(step), out.begin()); },
         .progress = {},
         .preview = {},
         .after_step = {}});
    for (std::size_t i = 0; i < x.size(); ++i)
      EXPECT_NEAR(result->data_ptr<double>()[i], x[i], 1e-12) << to_string(sampler);
  }
}

TEST(TensorExecutor, CallsItsHooks) {
  const test::Mixture mixture = test::one_dimension();
  const SamplerPlan plan = make_plan(vp_path(linear_betas(1e-3, 0.3, 5)), {.sampler = Sampler::kHeun});
  int previews = 0;
  int steps = 0;
  const auto stopped = run_plan(plan, at::zeros({4}, at::kDouble), on_tensors(mixture),
                                {.progress = [](double share) { return share < 0.5; },
                                 .preview = [&](int, const at::Tensor&) { ++previews; },
                                 .after_step =
                                     [&](int, const PathPoint&, const at::Tensor& x) {
                                       ++steps;
                                       return x;
                                     }});
  EXPECT_FALSE(stopped.has_value());
  EXPECT_EQ(previews, 3);
  EXPECT_EQ(steps, 3);
}

TEST(TensorExecutor, WantsNoiseForPlansThatAddIt) {
  const SamplerPlan plan = make_plan(vp_path(linear_betas(1e-3, 0.3, 5)), {.sampler = Sampler::kDdpm});
  EXPECT_THROW((void)run_plan(plan, at::zeros({4}, at::kDouble), on_tensors(test::one_dimension()), {}),
               Error);
}

TEST(TensorGuidance, GoesPastTheConditionalNetwork) {
  const auto constant = [](double value) {
    return [value](const at::Tensor& x, const PathPoint&) { return at::full_like(x, value); };
  };
  const at::Tensor x = at::zeros({2});
  EXPECT_NEAR(guided(constant(2), constant(1), 3)(x, {})[0].item<double>(), 4, 1e-6);
}

}  // namespace
}  // namespace driftwave
