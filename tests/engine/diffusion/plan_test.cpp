#include "engine/diffusion/plan.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/core/error.h"
#include "engine/diffusion/schedule.h"

namespace driftwave {
namespace {

/// What a row does to x and to the network's output.
struct Update {
  double x;
  double output;
};
Update update_of(const PlanRow& row) {
  return {row.a + row.b[0] * row.d.x, row.b[0] * row.d.d};
}

TEST(DdpmPlan, HasTheCoefficientsOfHoEtAl) {
  const std::vector<double> beta = linear_betas(1e-4, 0.05, 50);
  const std::vector<double> bar = alpha_bars(beta);
  const SamplerPlan plan = make_plan(vp_path(beta), {.sampler = Sampler::kDdpm});
  ASSERT_EQ(plan.rows.size(), beta.size());
  for (std::size_t i = 0; i < beta.size(); ++i) {
    const std::size_t n = beta.size() - 1 - i;
    const Update u = update_of(plan.rows[i]);
    EXPECT_NEAR(u.x, 1 / std::sqrt(1 - beta[n]), 1e-9);
    EXPECT_NEAR(u.output, -beta[n] / std::sqrt(1 - bar[n]) / std::sqrt(1 - beta[n]), 1e-9);
    const double sigma = n == 0 ? 0 : std::sqrt((1 - bar[n - 1]) / (1 - bar[n]) * beta[n]);
    EXPECT_NEAR(plan.rows[i].c, sigma, 1e-9);
  }
}

TEST(DdimPlan, KeepsOrDropsNoiseWithEta) {
  const std::vector<PathPoint> path = vp_path(linear_betas(1e-4, 0.05, 20));
  const SamplerPlan still = make_plan(path, {.sampler = Sampler::kDdim, .eta = 0});
  const SamplerPlan half = make_plan(path, {.sampler = Sampler::kDdim, .eta = 0.5});
  const SamplerPlan full = make_plan(path, {.sampler = Sampler::kDdim, .eta = 1});
  for (std::size_t i = 0; i < still.rows.size(); ++i) {
    EXPECT_EQ(still.rows[i].c, 0);
    EXPECT_NEAR(half.rows[i].c, full.rows[i].c / 2, 1e-12);
  }
}

TEST(EulerPlan, AddsTheVelocityOnTheStraightPath) {
  const SamplerPlan plan =
      make_plan(flow_path(4), {.sampler = Sampler::kEuler, .prediction = Prediction::kVelocity});
  ASSERT_EQ(plan.rows.size(), 4U);
  for (const PlanRow& row : plan.rows) {
    EXPECT_NEAR(update_of(row).x, 1, 1e-14);
    EXPECT_NEAR(update_of(row).output, 0.25, 1e-14);
  }
}

TEST(HeunPlan, AveragesTwoSlopesOnTheStraightPath) {
  const SamplerPlan plan =
      make_plan(flow_path(2), {.sampler = Sampler::kHeun, .prediction = Prediction::kVelocity});
  ASSERT_EQ(plan.evaluations(), 4);
  EXPECT_EQ(plan.steps, 2);
  // x + h v0, then back by h v0 / 2 and on by h v1 / 2.
  EXPECT_NEAR(plan.rows[0].b[0], 0.5, 1e-15);
  EXPECT_NEAR(plan.rows[1].b[0], 0.25, 1e-15);
  EXPECT_NEAR(plan.rows[1].b[1], -0.25, 1e-15);
  EXPECT_FALSE(plan.rows[0].ends_step);
  EXPECT_TRUE(plan.rows[1].ends_step);
  EXPECT_EQ(plan.rows[1].at.time, 0.5);
}

TEST(EveryPlan, IsTheSameForEveryPredictionOfAPerfectNetwork) {
  // One known data point: a perfect network of any kind leads to it, whatever the sampler's noise.
  const double data = 0.4;
  for (const Sampler sampler : {Sampler::kDdpm, Sampler::kDdim, Sampler::kDpmSolver2M, Sampler::kEuler,
                                Sampler::kHeun, Sampler::kConsistency}) {
    for (const Prediction p : {Prediction::kEpsilon, Prediction::kX0, Prediction::kV, Prediction::kScore}) {
      const SamplerPlan plan =
          make_plan(vp_path(linear_betas(1e-4, 0.3, 7)), {.sampler = sampler, .prediction = p});
      double x = 1.234;
      double d = 0;
      for (const PlanRow& row : plan.rows) {
        const LinearMap map = convert(Prediction::kX0, p, row.at);
        const double output = map.x * x + map.d * data;
        const double before = d;
        d = row.d.x * x + row.d.d * output;
        x = row.a * x + row.b[0] * d + row.b[1] * before + row.c * 0.3;
      }
      EXPECT_NEAR(x, data, 1e-9) << to_string(sampler) << " " << to_string(p);
    }
  }
}

TEST(EveryPlan, EndsWhereThePathEnds) {
  const std::vector<PathPoint> path = flow_path(3);
  for (const Sampler sampler : {Sampler::kDdim, Sampler::kHeun, Sampler::kDpmSolver2M}) {
    const SamplerPlan plan = make_plan(path, {.sampler = sampler, .prediction = Prediction::kVelocity});
    EXPECT_EQ(plan.steps, 3);
    EXPECT_EQ(plan.rows.back().after.signal, 1);
    EXPECT_EQ(plan.rows.back().step, 2);
    for (const PlanRow& row : plan.rows)
      EXPECT_TRUE(std::isfinite(row.a) && std::isfinite(row.b[0]) && std::isfinite(row.b[1]) &&
                  std::isfinite(row.c));
  }
}

TEST(EveryPlan, RefusesWhatItCannotDo) {
  const std::vector<PathPoint> zero_snr = vp_path(zero_terminal_snr(linear_betas(1e-4, 0.05, 10)));
  EXPECT_THROW((void)make_plan(zero_snr, {.sampler = Sampler::kDdpm, .prediction = Prediction::kEpsilon}),
               Error);
  EXPECT_NO_THROW((void)make_plan(zero_snr, {.sampler = Sampler::kDdpm, .prediction = Prediction::kV}));
  EXPECT_THROW(
      (void)make_plan(flow_path(4), {.sampler = Sampler::kReverseSde, .prediction = Prediction::kVelocity}),
      Error);
  EXPECT_THROW((void)make_plan(flow_path(4), {.prediction = Prediction::kVelocity, .eta = 2}), Error);
  std::vector<PathPoint> backwards = flow_path(4);
  std::swap(backwards[1], backwards[2]);
  EXPECT_THROW((void)make_plan(backwards, {.prediction = Prediction::kVelocity}), Error);
  EXPECT_THROW((void)make_plan(std::vector<PathPoint>(1), {}), Error);
}

TEST(SamplerNames, AreListedWhenOneIsUnknown) {
  try {
    (void)sampler_from_string("plms");
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(std::string(e.what()),
              "sampler: want one of ddpm, ddim, dpm++2m, euler, heun, sde, consistency, got plms");
  }
  EXPECT_EQ(sampler_from_string("dpm++2m"), Sampler::kDpmSolver2M);
}

}  // namespace
}  // namespace driftwave
