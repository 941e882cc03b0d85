#include "engine/diffusion/plan.h"

#include <cmath>
#include <limits>

#include "engine/core/error.h"

namespace driftwave {
namespace {

struct SamplerName {
  Sampler sampler;
  const char* name;
};
constexpr std::array kNames = {SamplerName{Sampler::kDdpm, "ddpm"},
                               SamplerName{Sampler::kDdim, "ddim"},
                               SamplerName{Sampler::kDpmSolver2M, "dpm++2m"},
                               SamplerName{Sampler::kEuler, "euler"},
                               SamplerName{Sampler::kHeun, "heun"},
                               SamplerName{Sampler::kReverseSde, "sde"},
                               SamplerName{Sampler::kConsistency, "consistency"}};

bool preserves_variance(const PathPoint& p) {
  return std::abs(p.signal * p.signal + p.noise * p.noise - 1) < 1e-9;
}

/// log(signal / noise), half the log-SNR.
double lambda(const PathPoint& p) {
  return std::log(p.signal) - std::log(p.noise);
}

void check_path(std::span<const PathPoint> path) {
  if (path.size() < 2) throw Error("sampler: want a path of at least 2 points, got {}", path.size());
  for (std::size_t i = 0; i < path.size(); ++i) {
    const PathPoint& p = path[i];
    if (!(std::isfinite(p.signal) && std::isfinite(p.noise) && std::isfinite(p.time) && p.signal >= 0 &&
          p.noise >= 0 && p.signal + p.noise > 0))
      throw Error("sampler: point {}: want finite signal and noise >= 0, got {} and {}", i, p.signal,
                  p.noise);
    if (i > 0 && !(p.signal * path[i - 1].noise > path[i - 1].signal * p.noise))
      throw Error("sampler: point {}: want less noise than before", i);
  }
}

class PlanMaker {
 public:
  PlanMaker(std::span<const PathPoint> path, const PlanOptions& options) : path_(path), options_(options) {}

  SamplerPlan make() {
    plan_.steps = static_cast<int>(path_.size()) - 1;
    for (step_ = 0; step_ < plan_.steps; ++step_) {
      const auto i = static_cast<std::size_t>(step_);
      add_step(path_[i], path_[i + 1]);
    }
    return std::move(plan_);
  }

 private:
  void add_step(const PathPoint& from, const PathPoint& to) {
    switch (options_.sampler) {
      case Sampler::kDdpm:
        return ddim(from, to, 1);
      case Sampler::kDdim:
        return ddim(from, to, options_.eta);
      case Sampler::kDpmSolver2M:
        return dpm_solver(from, to);
      case Sampler::kEuler:
        return ddim(from, to, 0);
      case Sampler::kHeun:
        return heun(from, to);
      case Sampler::kReverseSde:
        return reverse_sde(from, to);
      case Sampler::kConsistency:
        add(Prediction::kX0, from, {.a = 0, .b = {to.signal, 0}, .c = to.noise, .after = to});
        return;
    }
  }

  /// Sets what every row has and appends it.
  void add(Prediction d, const PathPoint& at, PlanRow row) {
    row.at = at;
    row.d = convert(options_.prediction, d, at);
    row.x0 = convert(options_.prediction, Prediction::kX0, at);
    row.step = step_;
    plan_.rows.push_back(row);
  }

  /// x' = signal' x0 + sqrt(noise'^2 - sigma^2) epsilon + sigma z, in terms of x and x0, whose coefficients
  /// stay finite from pure noise to pure data. sigma at eta = 1 is the posterior's; eta = 0 is at once
  /// Euler's step on the probability-flow ODE d(x / signal) / d(noise / signal) = epsilon and on the straight
  /// path's dx / dt = velocity.
  void ddim(const PathPoint& from, const PathPoint& to, double eta) {
    const double ratio = to.noise > 0 ? from.signal * to.noise / (to.signal * from.noise) : 0;
    const double sigma = eta * to.noise * std::sqrt(std::max(0.0, 1 - ratio * ratio));
    const double epsilon = std::sqrt(std::max(0.0, to.noise * to.noise - sigma * sigma));
    add(Prediction::kX0, from,
        {.a = epsilon / from.noise,
         .b = {to.signal - epsilon * from.signal / from.noise, 0},
         .c = sigma,
         .after = to});
  }

  /// With lambda = log(signal / noise) and h its growth: x' = noise'/noise x - signal' (e^-h - 1) D, where D
  /// extrapolates x0 from this evaluation and the last. Without a last one, and where an end of the step has
  /// no noise or no signal, the first-order formula holds: it is DDIM.
  void dpm_solver(const PathPoint& from, const PathPoint& to) {
    const double h = lambda(to) - lambda(from);
    double extra = 0;
    if (step_ > 0 && std::isfinite(h)) {
      const double before = lambda(from) - lambda(path_[static_cast<std::size_t>(step_) - 1]);
      extra = h / (2 * before);  // 0 when the step before started without signal
    }
    const double gain = to.signal - to.noise * from.signal / from.noise;
    add(Prediction::kX0, from,
        {.a = to.noise / from.noise, .b = {gain * (1 + extra), -gain * extra}, .after = to});
  }

  /// Predictor and corrector (Karras et al. 2022, arXiv:2206.00364, algorithm 1). The slope is epsilon
  /// against noise / signal on a variance-preserving path and velocity against t on the straight one. The
  /// corrector starts again from the step's beginning, which is the predicted x less the predictor's move.
  /// Where a slope has no finite value (a start without signal, an end of pure data) the step is Euler's.
  void heun(const PathPoint& from, const PathPoint& to) {
    const bool straight = !preserves_variance(from) || !preserves_variance(to) || from.signal == 0;
    const bool on_line =
        std::abs(from.signal + from.noise - 1) < 1e-9 && std::abs(to.signal + to.noise - 1) < 1e-9;
    if (straight && !on_line) {
      if (from.signal == 0 && preserves_variance(to)) return ddim(from, to, 0);
      throw Error("sampler heun: want a variance-preserving path or the straight path");
    }
    // At the data's end only a network of velocity still has a slope to give.
    if (to.noise == 0 && !(straight && options_.prediction == Prediction::kVelocity))
      return ddim(from, to, 0);
    const Prediction slope = straight ? Prediction::kVelocity : Prediction::kEpsilon;
    const double a = straight ? 1 : to.signal / from.signal;
    const double h = straight ? to.signal - from.signal : to.noise - a * from.noise;
    add(slope, from, {.a = a, .b = {h, 0}, .after = to, .ends_step = false});
    add(slope, to, {.a = 1, .b = {h / 2, -h / 2}, .after = to});
  }

  /// x' = (1 + B / 2) x + B score + sqrt(B) z with B the integral of beta over the step; no noise is added
  /// in the last step.
  void reverse_sde(const PathPoint& from, const PathPoint& to) {
    if (!preserves_variance(from) || !preserves_variance(to) || from.signal <= 0)
      throw Error("sampler sde: want a variance-preserving path with signal at every point");
    const double b = 2 * (std::log(to.signal) - std::log(from.signal));
    const bool last = step_ + 1 == plan_.steps;
    add(Prediction::kScore, from, {.a = 1 + b / 2, .b = {b, 0}, .c = last ? 0 : std::sqrt(b), .after = to});
  }

  std::span<const PathPoint> path_;
  const PlanOptions& options_;
  SamplerPlan plan_;
  int step_ = 0;
};

}  // namespace

std::string to_string(Sampler sampler) {
  for (const SamplerName& entry : kNames) {
    if (entry.sampler == sampler) return entry.name;
  }
  return "unknown";
}

std::string known_samplers() {
  std::string names;
  for (const SamplerName& entry : kNames) names += (names.empty() ? "" : ", ") + std::string(entry.name);
  return names;
}

Sampler sampler_from_string(const std::string& name) {
  for (const SamplerName& entry : kNames) {
    if (name == entry.name) return entry.sampler;
  }
  throw Error("sampler: want one of {}, got {}", known_samplers(), name);
}

SamplerPlan make_plan(std::span<const PathPoint> path, const PlanOptions& options) {
  check_path(path);
  if (!(options.eta >= 0 && options.eta <= 1)) throw Error("sampler: eta: want 0..1, got {}", options.eta);
  return PlanMaker(path, options).make();
}

SamplerPlan make_ddim_inversion(std::span<const PathPoint> path, Prediction prediction, int iterations) {
  check_path(path);
  if (iterations < 1 || iterations > 100)
    throw Error("DDIM inversion: iterations: want 1..100, got {}", iterations);
  SamplerPlan plan{.rows = {}, .steps = static_cast<int>(path.size()) - 1};
  for (int step = 0; step < plan.steps; ++step) {
    const PathPoint& clean = path[static_cast<std::size_t>(plan.steps - step)];
    const PathPoint& noisy = path[static_cast<std::size_t>(plan.steps - step) - 1];
    if (noisy.signal <= 0) throw Error("DDIM inversion: want signal at every point of the path");
    // DDIM: clean x = A x + B epsilon(x), so x = (clean x - B epsilon(x)) / A. Written as corrections of
    // the last guess, it needs no copy of where the step began.
    const double a = clean.signal / noisy.signal;
    const double b = clean.noise - a * noisy.noise;
    for (int i = 0; i < iterations; ++i) {
      PlanRow row{.at = noisy,
                  .d = convert(prediction, Prediction::kEpsilon, noisy),
                  .x0 = convert(prediction, Prediction::kX0, noisy),
                  .a = i == 0 ? 1 / a : 1,
                  .b = {-b / a, i == 0 ? 0 : b / a},
                  .after = noisy,
                  .step = step,
                  .ends_step = i + 1 == iterations};
      plan.rows.push_back(row);
    }
  }
  return plan;
}

}  // namespace driftwave
