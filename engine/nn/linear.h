#pragma once
/// The matrix product that nearly all the time goes into. One thread; the weight is packed once, at load, for
/// the processor at hand.
///
/// Each output is summed in the same order however many rows a call has: frames in chunks give the bits of
/// all frames at once.
#include <cstddef>
#include <span>
#include <string>

#include "engine/nn/activation.h"
#include "engine/nn/weight_memory.h"
#include "engine/nn/weights.h"

namespace driftwave {

struct LinearOptions {
  std::size_t in = 0;
  std::size_t out = 0;
  bool bias = true;
  Activation activation = Activation::kNone;
};

/// y = activation(x W^T + b), as torch.nn.Linear.
class Linear {
 public:
  /// Reads "<prefix>.weight" [out, in] and, if options.bias, "<prefix>.bias" [out].
  /// @throws Error when the source does or when a size is 0.
  Linear(const WeightSource& source, const std::string& prefix, const LinearOptions& options);

  /// @param weight [out, in]. @param bias [out], ignored unless options.bias.
  /// @throws Error unless the sizes agree.
  Linear(std::span<const float> weight, std::span<const float> bias, const LinearOptions& options);

  /// @param x [F, in]. @param y [F, out], not overlapping x. RT.
  void operator()(std::span<const float> x, std::span<float> y) const noexcept;

  /// y = residual + activation(x W^T + b). @param residual [F, out], may be y. RT.
  void add(std::span<const float> x, std::span<const float> residual, std::span<float> y) const noexcept;

  [[nodiscard]] std::size_t in() const { return options_.in; }
  [[nodiscard]] std::size_t out() const { return options_.out; }

 private:
  void run(std::span<const float> x, const float* residual, std::span<float> y) const noexcept;

  LinearOptions options_;
  WeightMemory panels_;
};

}  // namespace driftwave
