#pragma once
/// A step's gradient, drawn whole or in parts.
#include <ATen/ATen.h>
#include <torch/nn/module.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "engine/training/loop.h"

namespace driftwave::test {

struct StepGradient {
  double loss = 0;
  at::Tensor values;  ///< of all parameters, one after another; zero where none came
};

inline StepGradient gradient_in_parts(training::TrainingTask& task, std::int64_t step, std::int64_t parts) {
  task.network().zero_grad();
  StepGradient gradient;
  for (std::int64_t i = 0; i < parts; ++i) {
    const training::StepResult result = task.loss(step, {.index = i, .count = parts});
    const at::Tensor weighted = result.loss * result.weight;
    weighted.backward();
    gradient.loss += weighted.item<double>();
  }
  std::vector<at::Tensor> all;
  for (const at::Tensor& p : task.network().parameters())
    all.push_back((p.grad().defined() ? p.grad().clone() : at::zeros_like(p)).flatten());
  gradient.values = at::cat(all);
  return gradient;
}

/// Norm of the difference between a step's gradient drawn in parts and drawn whole, over the whole's norm.
inline double part_error(training::TrainingTask& task, std::int64_t step, std::int64_t parts) {
  const StepGradient whole = gradient_in_parts(task, step, 1);
  const StepGradient split = gradient_in_parts(task, step, parts);
  const double gradients = ((split.values - whole.values).norm() / whole.values.norm()).item<double>();
  return std::max(gradients, std::abs(split.loss - whole.loss) / std::abs(whole.loss));
}

}  // namespace driftwave::test
