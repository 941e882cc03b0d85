#include "engine/diffusion/executor.h"

#include "engine/core/error.h"

namespace driftwave {
namespace {

template <typename T>
void apply(const LinearMap& map, std::span<const T> x, std::span<const T> given, std::span<T> out) {
  const auto u = static_cast<T>(map.x);
  const auto w = static_cast<T>(map.d);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = u * x[i] + w * given[i];
}

}  // namespace

template <typename T>
void apply_row(const PlanRow& row, std::span<T> x, std::span<T> d, std::span<const T> d_before) noexcept {
  apply<T>(row.d, x, d, d);
  const auto a = static_cast<T>(row.a);
  const auto now = static_cast<T>(row.b[0]);
  const auto before = static_cast<T>(row.b[1]);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = a * x[i] + now * d[i];
  if (row.b[1] == 0) return;
  for (std::size_t i = 0; i < x.size(); ++i) x[i] += before * d_before[i];
}

template void apply_row(const PlanRow&, std::span<float>, std::span<float>, std::span<const float>) noexcept;
template void apply_row(const PlanRow&, std::span<double>, std::span<double>,
                        std::span<const double>) noexcept;

template <typename T>
SpanExecutor<T>::SpanExecutor(std::size_t size) : d_(size), d_before_(size), noise_(size) {}

template <typename T>
bool SpanExecutor<T>::run(const SamplerPlan& plan, std::span<T> x, const Network& network,
                          const Hooks& hooks) {
  if (x.size() != d_.size()) throw Error("sampler: want {} values, got {}", d_.size(), x.size());
  int previewed = -1;
  for (const PlanRow& row : plan.rows) {
    if (row.c != 0 && !hooks.noise) throw Error("sampler: want a source of noise for this plan");
    std::swap(d_, d_before_);
    network(x, row.at, d_);
    if (hooks.preview && row.step != previewed) {
      previewed = row.step;
      apply<T>(row.x0, x, d_, noise_);
      hooks.preview(row.step, noise_);
    }
    apply_row<T>(row, x, d_, d_before_);
    if (row.c != 0) {
      hooks.noise(row.step, noise_);
      const auto c = static_cast<T>(row.c);
      for (std::size_t i = 0; i < x.size(); ++i) x[i] += c * noise_[i];
    }
    if (!row.ends_step) continue;
    if (hooks.after_step) hooks.after_step(row.step, row.after, x);
    if (hooks.progress && !hooks.progress(static_cast<double>(row.step + 1) / plan.steps)) return false;
  }
  return true;
}

template class SpanExecutor<float>;
template class SpanExecutor<double>;

template <typename T>
typename SpanExecutor<T>::Network guided(typename SpanExecutor<T>::Network conditional,
                                         typename SpanExecutor<T>::Network unconditional, double weight) {
  return [conditional = std::move(conditional), unconditional = std::move(unconditional), weight,
          other = std::vector<T>()](std::span<const T> x, const PathPoint& at, std::span<T> out) mutable {
    other.resize(x.size());
    conditional(x, at, out);
    unconditional(x, at, other);
    const auto w = static_cast<T>(weight);
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = other[i] + w * (out[i] - other[i]);
  };
}

template SpanExecutor<float>::Network guided<float>(SpanExecutor<float>::Network,
                                                    SpanExecutor<float>::Network, double);
template SpanExecutor<double>::Network guided<double>(SpanExecutor<double>::Network,
                                                      SpanExecutor<double>::Network, double);

}  // namespace driftwave
