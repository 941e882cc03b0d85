#pragma once
/// Weights, noise and mels by the formula of make_reference_numbers.py.
#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <torch/nn/module.h>

#include <cmath>
#include <span>
#include <string>

#include "tests/vocoder/torch/formula.h"
#include "vocoder/torch/diffusion_settings.h"
#include "vocoder/torch/epsilon_network.h"
#include "vocoder/torch/tensor_executor.h"

namespace driftwave::test {

/// As a tensor, in doubles.
inline at::Tensor formula(const std::string& name, std::int64_t count) {
  const std::vector<double> values = formula_values(name, static_cast<std::size_t>(count));
  return at::tensor(at::ArrayRef<double>(values), at::kDouble);
}

inline void fill_by_formula(EpsilonNetwork& network) {
  const at::NoGradGuard no_grad;
  for (const auto& item : network.module().named_parameters()) {
    const at::Tensor& p = item.value();
    const auto fan_in = static_cast<double>(p.numel()) / static_cast<double>(p.size(0));
    const double scale = p.dim() == 1 ? 0.1 : 1.6 / std::sqrt(fan_in);
    p.copy_((formula(item.key(), p.numel()) * scale).view(p.sizes()));
  }
}

inline at::Tensor formula_noise(const std::string& name, std::int64_t samples) {
  return (formula(name, samples) * 0.8).to(at::kFloat).view({1, samples});
}

inline at::Tensor formula_mel(std::int64_t bands, std::int64_t frames) {
  return (formula("mel", bands * frames) * 0.5 + 0.5).to(at::kFloat).view({1, bands, frames});
}

/// The public implementations' loop: the default schedule, ancestral, clamped after each step.
inline at::Tensor sample_by_formula(const EpsilonNetwork& network, const DiffusionSettings& settings,
                                    NetworkTime time, const at::Tensor& mel) {
  const at::NoGradGuard no_grad;
  const std::int64_t samples = mel.size(2) * settings.mel.hop_samples;
  const SamplerPlan plan = make_plan(sampling_path(settings, time, {}), {.sampler = Sampler::kDdpm});
  const auto result = run_plan(
      plan, formula_noise("noise.0", samples),
      [&](const at::Tensor& x, const PathPoint& at) {
        return network.epsilon(x, at::full({1}, at.time, at::kFloat), mel);
      },
      {.noise = [&](int step) { return formula_noise("noise." + std::to_string(step + 1), samples); },
       .after_step = [](int, const PathPoint&, const at::Tensor& x) { return x.clamp(-1.0, 1.0); }});
  return *result;
}

/// Compares evenly spaced values with what the public implementation gave.
inline void expect_reference(const at::Tensor& got, std::span<const double> want, double tolerance = 1e-4) {
  const at::Tensor flat = got.detach().flatten().to(at::kDouble).contiguous();
  const auto last = static_cast<double>(flat.numel() - 1);
  for (std::size_t i = 0; i < want.size(); ++i) {
    const double place =
        i + 1 == want.size() ? last : last / static_cast<double>(want.size() - 1) * static_cast<double>(i);
    EXPECT_NEAR(flat.data_ptr<double>()[static_cast<std::int64_t>(place)], want[i], tolerance) << i;
  }
}

}  // namespace driftwave::test
