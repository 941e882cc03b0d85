#pragma once
/// Runs sampler plans on tensors: the twin of engine/diffusion/executor.h.
#include <ATen/core/Tensor.h>

#include <functional>
#include <optional>

#include "engine/diffusion/plan.h"

namespace driftwave {

/// The network: its prediction for `x` at a point, of the same shape.
using TensorNetwork = std::function<at::Tensor(const at::Tensor& x, const PathPoint& at)>;

struct TensorHooks {
  /// Unit Gaussian noise for the end of step `step`, of the shape of x. Needed by plans that add noise.
  std::function<at::Tensor(int step)> noise = {};
  /// Called with 0..1 after each step; returning false cancels.
  std::function<bool(double)> progress = {};
  /// The network's idea of the data, at the first evaluation of each step.
  std::function<void(int step, const at::Tensor& x0)> preview = {};
  /// What x becomes after each step, at point `at`: to clamp it, or to lay known samples over it.
  std::function<at::Tensor(int step, const PathPoint& at, const at::Tensor& x)> after_step = {};
};

/// @param x noise, of any shape. @return data; nothing when progress cancelled.
/// @throws Error when the plan adds noise and hooks.noise is empty.
[[nodiscard]] std::optional<at::Tensor> run_plan(const SamplerPlan& plan, at::Tensor x,
                                                 const TensorNetwork& network, const TensorHooks& hooks);

/// Classifier-free guidance, as guided() of engine/diffusion/executor.h.
[[nodiscard]] TensorNetwork guided(TensorNetwork conditional, TensorNetwork unconditional, double weight);

}  // namespace driftwave
