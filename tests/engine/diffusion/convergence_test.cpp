/// Samplers against Gaussian mixtures, where the truth is known: moments, order of convergence, inversion.
#include <gtest/gtest.h>

#include <cstdio>

#include "engine/diffusion/schedule.h"
#include "tests/engine/diffusion/mixture.h"

namespace driftwave {
namespace {

using test::Mixture;

/// Points evenly spaced in log-SNR between two noise-to-signal ratios, on either path.
std::vector<PathPoint> path_between(double from_lambda, double to_lambda, int steps, bool straight) {
  std::vector<PathPoint> path;
  for (int i = 0; i <= steps; ++i) {
    const double ratio = std::exp(from_lambda + (to_lambda - from_lambda) * i / steps);  // signal / noise
    const double scale = straight ? 1 + ratio : std::hypot(1.0, ratio);
    path.push_back({.signal = ratio / scale, .noise = 1 / scale, .time = ratio / scale});
  }
  return path;
}

struct Moments {
  std::vector<double> mean;
  double variance = 0;  ///< mean over the dimensions
  std::vector<double> shares;
};

Moments moments_of(const Mixture& mixture, std::span<const double> x) {
  const std::size_t dims = mixture.dimensions();
  const double count = static_cast<double>(x.size() / dims);
  Moments m{.mean = std::vector<double>(dims),
            .variance = 0,
            .shares = std::vector<double>(mixture.components().size())};
  for (std::size_t i = 0; i < x.size(); ++i) m.mean[i % dims] += x[i] / count;
  for (std::size_t i = 0; i < x.size(); ++i)
    m.variance += std::pow(x[i] - m.mean[i % dims], 2) / static_cast<double>(x.size());
  for (std::size_t i = 0; i < x.size(); i += dims) m.shares[mixture.nearest(x.subspan(i, dims))] += 1 / count;
  return m;
}

Moments true_moments(const Mixture& mixture) {
  std::mt19937 generator(99);
  std::normal_distribution<double> normal;
  std::vector<double> weights;
  for (const auto& c : mixture.components()) weights.push_back(c.weight);
  std::discrete_distribution<std::size_t> pick(weights.begin(), weights.end());
  std::vector<double> x;
  for (int i = 0; i < 100000; ++i) {
    const auto& c = mixture.components()[pick(generator)];
    for (const double mean : c.mean) x.push_back(mean + c.deviation * normal(generator));
  }
  return moments_of(mixture, x);
}

void expect_moments(const Mixture& mixture, std::span<const double> x, const std::string& who) {
  static const Moments one = true_moments(test::one_dimension());
  static const Moments sixteen = true_moments(test::sixteen_dimensions());
  const Moments& truth = mixture.dimensions() == 1 ? one : sixteen;
  const Moments m = moments_of(mixture, x);
  for (std::size_t i = 0; i < m.mean.size(); ++i) EXPECT_NEAR(m.mean[i], truth.mean[i], 0.06) << who;
  EXPECT_NEAR(m.variance / truth.variance, 1, 0.04) << who;
  for (std::size_t k = 0; k < m.shares.size(); ++k) EXPECT_NEAR(m.shares[k], truth.shares[k], 0.03) << who;
}

std::vector<double> sample(const Mixture& mixture, const SamplerPlan& plan, Prediction prediction,
                           std::size_t count) {
  std::vector<double> x = test::gaussian(count * mixture.dimensions(), 5);
  SpanExecutor<double> executor(x.size());
  executor.run(plan, x, mixture.network(prediction),
               {.noise = test::noise_source(6), .progress = {}, .preview = {}, .after_step = {}});
  return x;
}

TEST(Samplers, ReachTheMomentsOfMixturesInOneAndSixteenDimensions) {
  const std::vector<double> training = linear_betas(1e-4, 0.02, 1000);
  const struct {
    Sampler sampler;
    int steps;
    double eta;
  } cases[] = {{Sampler::kDdpm, 200, 0},      {Sampler::kDdim, 80, 0}, {Sampler::kDdim, 150, 0.5},
               {Sampler::kEuler, 80, 0},      {Sampler::kHeun, 50, 0}, {Sampler::kDpmSolver2M, 50, 0},
               {Sampler::kReverseSde, 500, 0}};
  for (const auto& c : cases) {
    const std::vector<PathPoint> path = vp_path(resample_betas(training, c.steps));
    const SamplerPlan plan =
        make_plan(path, {.sampler = c.sampler, .prediction = Prediction::kEpsilon, .eta = c.eta});
    const std::string who = to_string(c.sampler) + (c.eta > 0 ? " eta 0.5" : "");
    expect_moments(test::one_dimension(), sample(test::one_dimension(), plan, Prediction::kEpsilon, 8000),
                   who);
    expect_moments(test::sixteen_dimensions(),
                   sample(test::sixteen_dimensions(), plan, Prediction::kEpsilon, 2500), who + " 16-D");
  }
}

TEST(Samplers, ReachTheMomentsOnTheStraightPathFromPureNoise) {
  for (const Sampler sampler : {Sampler::kEuler, Sampler::kHeun, Sampler::kDpmSolver2M, Sampler::kDdpm}) {
    const SamplerPlan plan = make_plan(flow_path(sampler == Sampler::kDdpm ? 300 : 64),
                                       {.sampler = sampler, .prediction = Prediction::kVelocity});
    for (const Mixture& mixture : {test::one_dimension(), test::sixteen_dimensions()})
      expect_moments(mixture,
                     sample(mixture, plan, Prediction::kVelocity, mixture.dimensions() == 1 ? 8000 : 2500),
                     "straight " + to_string(sampler));
  }
}

TEST(Samplers, ReachTheMomentsWithZeroTerminalSnrAndAVNetwork) {
  const std::vector<PathPoint> path = vp_path(zero_terminal_snr(linear_betas(1e-4, 0.05, 200)));
  for (const Sampler sampler : {Sampler::kDdpm, Sampler::kDdim, Sampler::kHeun, Sampler::kDpmSolver2M}) {
    const SamplerPlan plan = make_plan(path, {.sampler = sampler, .prediction = Prediction::kV});
    expect_moments(test::one_dimension(), sample(test::one_dimension(), plan, Prediction::kV, 8000),
                   to_string(sampler));
  }
}

/// The map along the probability-flow ODE from x at a point to data: what a consistency model learns.
SpanExecutor<double>::Network consistency_function(const Mixture& mixture) {
  return [&mixture](std::span<const double> x, const PathPoint& at, std::span<double> out) {
    std::vector<PathPoint> path = path_between(std::log(at.signal / at.noise), 6, 60, false);
    path.push_back({.signal = 1, .noise = 0, .time = 1});
    std::ranges::copy(x, out.begin());
    SpanExecutor<double> executor(x.size());
    executor.run(make_plan(path, {.sampler = Sampler::kHeun, .prediction = Prediction::kEpsilon}), out,
                 mixture.network(Prediction::kEpsilon), {});
  };
}

TEST(Samplers, ReachTheMomentsWithAConsistencyFunctionInOneAndTwoSteps) {
  const std::vector<PathPoint> two = path_between(-5, -1, 1, false);
  for (const Mixture& mixture : {test::one_dimension(), test::sixteen_dimensions()}) {
    for (const int steps : {1, 2}) {
      std::vector<PathPoint> path(two.begin(), two.begin() + steps);
      path.push_back({.signal = 1, .noise = 0, .time = 1});
      const SamplerPlan plan =
          make_plan(path, {.sampler = Sampler::kConsistency, .prediction = Prediction::kX0});
      ASSERT_EQ(plan.evaluations(), steps);
      std::vector<double> x =
          test::gaussian((mixture.dimensions() == 1 ? 8000 : 2500) * mixture.dimensions(), 5);
      SpanExecutor<double> executor(x.size());
      executor.run(plan, x, consistency_function(mixture),
                   {.noise = test::noise_source(6), .progress = {}, .preview = {}, .after_step = {}});
      expect_moments(mixture, x, "consistency");
    }
  }
}

/// Largest error over a grid of starting points, against a solution with very many steps.
double ode_error(const Mixture& mixture, Sampler sampler, int steps, bool straight) {
  constexpr double kFrom = -2.5;
  constexpr double kTo = 2.5;
  const Prediction prediction = straight ? Prediction::kVelocity : Prediction::kEpsilon;
  const auto solve = [&](Sampler s, int n) {
    std::vector<double> x(32 * mixture.dimensions());
    for (std::size_t i = 0; i < x.size(); ++i)
      x[i] = -2 + 4 * static_cast<double>(i) / static_cast<double>(x.size() - 1);
    const auto path = path_between(kFrom, kTo, n, straight);
    SpanExecutor<double> executor(x.size());
    executor.run(make_plan(path, {.sampler = s, .prediction = prediction}), x, mixture.network(prediction),
                 {});
    return x;
  };
  const std::vector<double> truth = solve(Sampler::kHeun, 8000);
  const std::vector<double> got = solve(sampler, steps);
  double error = 0;
  for (std::size_t i = 0; i < got.size(); ++i) error = std::max(error, std::abs(got[i] - truth[i]));
  return error;
}

TEST(Samplers, ConvergeAtTheOrderThatTheoryGives) {
  const Mixture mixture = test::one_dimension();
  std::printf("largest error of the probability-flow ODE on a 1-D mixture, log-SNR -5 to 5\n");
  std::printf("%-9s %-9s %9s %9s %9s %9s  order\n", "path", "sampler", "64", "128", "256", "512");
  for (const bool straight : {false, true}) {
    for (const auto& [sampler, order] :
         {std::pair{Sampler::kEuler, 1.0}, std::pair{Sampler::kDdim, 1.0}, std::pair{Sampler::kHeun, 2.0},
          std::pair{Sampler::kDpmSolver2M, 2.0}}) {
      std::printf("%-9s %-9s", straight ? "straight" : "vp", to_string(sampler).c_str());
      double before = 0;
      double error = 0;
      for (const int steps : {64, 128, 256, 512}) {
        before = error;
        error = ode_error(mixture, sampler, steps, straight);
        std::printf(" %9.2e", error);
      }
      const double measured = std::log2(before / error);
      std::printf("  %.2f\n", measured);
      EXPECT_NEAR(measured, order, 0.15) << to_string(sampler) << (straight ? " straight" : " vp");
    }
  }
}

TEST(DdimInversion, ReturnsToTheDataAtAThousandSteps) {
  const Mixture mixture = test::one_dimension();
  const std::vector<PathPoint> path = vp_path(linear_betas(1e-4, 0.02, 1000));
  std::vector<double> data(101);
  for (std::size_t i = 0; i < data.size(); ++i) data[i] = -2.5 + 0.05 * static_cast<double>(i);
  std::vector<double> x = data;
  SpanExecutor<double> executor(x.size());
  const auto network = mixture.network(Prediction::kEpsilon);
  executor.run(make_ddim_inversion(path, Prediction::kEpsilon), x, network, {});
  double moved = 0;
  for (std::size_t i = 0; i < x.size(); ++i) moved = std::max(moved, std::abs(x[i] - data[i]));
  EXPECT_GT(moved, 0.1);
  executor.run(make_plan(path, {.sampler = Sampler::kDdim, .prediction = Prediction::kEpsilon}), x, network,
               {});
  double error = 0;
  for (std::size_t i = 0; i < x.size(); ++i) error = std::max(error, std::abs(x[i] - data[i]));
  std::printf("DDIM there and back in 1000 steps: largest error %.2e\n", error);
  EXPECT_LT(error, 1e-4);
}

}  // namespace
}  // namespace driftwave
