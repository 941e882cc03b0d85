#pragma once
/// Runs sampler plans on plain arrays. The tensor executor (vocoder/torch/tensor_executor.h) takes the same
/// plans.
#include <functional>
#include <span>
#include <vector>

#include "engine/diffusion/plan.h"

namespace driftwave {

/// The update of one row, but for its noise: D_0 from the network's output, then x. RT.
/// @param d the network's output in, D_0 out. @param d_before D_1; only read where the row uses it.
template <typename T>
void apply_row(const PlanRow& row, std::span<T> x, std::span<T> d, std::span<const T> d_before) noexcept;

/// Runs plans on arrays of one size; T is float or double. Holds the scratch memory: run() allocates nothing
/// itself. One object per thread.
template <typename T>
class SpanExecutor {
 public:
  /// The network: fills `out` with its prediction for `x` at the given point.
  using Network = std::function<void(std::span<const T> x, const PathPoint& at, std::span<T> out)>;

  struct Hooks {
    /// Fills `out` with unit Gaussian noise for the end of step `step`. Needed by plans that add noise.
    std::function<void(int step, std::span<T> out)> noise;
    /// Called with 0..1 after each step; returning false cancels.
    std::function<bool(double)> progress;
    /// The network's idea of the data, at the first evaluation of each step.
    std::function<void(int step, std::span<const T> x0)> preview;
    /// May change x after each step, at point `at`: to clamp it, or to lay known samples over it.
    std::function<void(int step, const PathPoint& at, std::span<T> x)> after_step;
  };

  explicit SpanExecutor(std::size_t size);

  /// @param x [size] noise in, data out.
  /// @return false when progress cancelled; x is then unfinished.
  /// @throws Error when x has another size, or the plan adds noise and hooks.noise is empty.
  bool run(const SamplerPlan& plan, std::span<T> x, const Network& network, const Hooks& hooks);

 private:
  std::vector<T> d_;  ///< the network's output, then D_0
  std::vector<T> d_before_;
  std::vector<T> noise_;
};

extern template class SpanExecutor<float>;
extern template class SpanExecutor<double>;

/// Classifier-free guidance (Ho & Salimans 2022, arXiv:2207.12598): unconditional + weight * (conditional -
/// unconditional), exact for every kind of prediction, since all are linear at a fixed x. Weight 1 is the
/// conditional network, 0 the other.
template <typename T>
[[nodiscard]] typename SpanExecutor<T>::Network guided(typename SpanExecutor<T>::Network conditional,
                                                       typename SpanExecutor<T>::Network unconditional,
                                                       double weight);

}  // namespace driftwave
