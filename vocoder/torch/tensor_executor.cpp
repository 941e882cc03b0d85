#include "vocoder/torch/tensor_executor.h"

#include <ATen/ATen.h>

#include <utility>

#include "engine/core/error.h"

namespace driftwave {
namespace {

at::Tensor apply(const LinearMap& map, const at::Tensor& x, const at::Tensor& given) {
  return x * map.x + given * map.d;
}

}  // namespace

std::optional<at::Tensor> run_plan(const SamplerPlan& plan, at::Tensor x, const TensorNetwork& network,
                                   const TensorHooks& hooks) {
  int previewed = -1;
  at::Tensor d;
  for (const PlanRow& row : plan.rows) {
    if (row.c != 0 && !hooks.noise) throw Error("sampler: want a source of noise for this plan");
    const at::Tensor output = network(x, row.at);
    if (hooks.preview && row.step != previewed) {
      previewed = row.step;
      hooks.preview(row.step, apply(row.x0, x, output));
    }
    const at::Tensor before = std::exchange(d, apply(row.d, x, output));
    x = x * row.a + d * row.b[0];
    if (row.b[1] != 0) x = x + before * row.b[1];
    if (row.c != 0) x = x + hooks.noise(row.step) * row.c;
    if (!row.ends_step) continue;
    if (hooks.after_step) x = hooks.after_step(row.step, row.after, x);
    if (hooks.progress && !hooks.progress(static_cast<double>(row.step + 1) / plan.steps))
      return std::nullopt;
  }
  return x;
}

TensorNetwork guided(TensorNetwork conditional, TensorNetwork unconditional, double weight) {
  return [conditional = std::move(conditional), unconditional = std::move(unconditional), weight](
             const at::Tensor& x, const PathPoint& at) {
    const at::Tensor other = unconditional(x, at);
    return other + (conditional(x, at) - other) * weight;
  };
}

}  // namespace driftwave
