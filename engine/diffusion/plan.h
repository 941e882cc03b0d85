#pragma once
/// Samplers as plans: tables of coefficients, computed once in double precision, that any executor applies.
///
/// A row is one evaluation of the network and one update:
///
///   D_0 = d.x * x + d.d * network(x, at)          (D_1 is the row before's, D_2 the one before that)
///   x  <- a * x + b[0] * D_0 + b[1] * D_1 + c * noise
///
/// docs/diffusion.md derives each sampler's coefficients and names its source.
#include <array>
#include <span>
#include <string>
#include <vector>

#include "engine/diffusion/prediction.h"

namespace driftwave {

enum class Sampler {
  kDdpm,         ///< ancestral, posterior variance (Ho et al. 2020)
  kDdim,         ///< eta 0 deterministic .. 1 ancestral (Song et al. 2021, arXiv:2010.02502)
  kDpmSolver2M,  ///< DPM-Solver++(2M), multistep, second order (Lu et al. 2022, arXiv:2211.01095)
  kEuler,        ///< probability-flow ODE, first order
  kHeun,         ///< probability-flow ODE, second order, two evaluations a step (Karras et al. 2022)
  kReverseSde,   ///< Euler-Maruyama on the reverse VP-SDE (Song et al. 2021, arXiv:2011.13456)
  kConsistency,  ///< consistency models: x0, then re-noised for each further step (Song et al. 2023)
};

/// "ddpm", "ddim", "dpm++2m", "euler", "heun", "sde" or "consistency".
[[nodiscard]] std::string to_string(Sampler sampler);
/// @throws Error listing the known names.
[[nodiscard]] Sampler sampler_from_string(const std::string& name);
[[nodiscard]] std::string known_samplers();

struct PlanRow {
  PathPoint at{};  ///< where the network is evaluated
  LinearMap d{};   ///< from the network's output to D_0
  LinearMap x0{};  ///< from the network's output to its idea of the data
  double a = 1;
  std::array<double, 2> b{};  ///< of this row's D and of the row before's
  double c = 0;
  PathPoint after{};  ///< where x lies afterwards
  int step = 0;       ///< which step of the sampler this row belongs to, from 0
  bool ends_step = true;
};

struct SamplerPlan {
  std::vector<PlanRow> rows;
  int steps = 0;
  /// Evaluations of the network (NFE).
  [[nodiscard]] int evaluations() const { return static_cast<int>(rows.size()); }
};

struct PlanOptions {
  Sampler sampler = Sampler::kDdpm;
  Prediction prediction = Prediction::kEpsilon;  ///< what the network gives
  double eta = 0;                                ///< kDdim only, 0..1
};

/// The plan that goes along `path` (path.h), from its first point to its last.
/// @throws Error where a sampler cannot go: a path that gains noise, an epsilon network without signal
/// (zero terminal SNR), the reverse SDE off a variance-preserving path.
[[nodiscard]] SamplerPlan make_plan(std::span<const PathPoint> path, const PlanOptions& options);

/// Undoes a DDIM plan with eta = 0 on the same path: from its last point back to its first. Each step solves
/// DDIM's own equation by `iterations` rounds of a fixed point, each an evaluation, so the round trip is
/// exact to a few powers of the step's size.
[[nodiscard]] SamplerPlan make_ddim_inversion(std::span<const PathPoint> path, Prediction prediction,
                                              int iterations = 3);

}  // namespace driftwave
