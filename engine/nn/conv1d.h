#pragma once
#include <cstddef>
#include <span>
#include <string>

#include "engine/nn/depthwise_conv.h"
#include "engine/nn/linear.h"
#include "engine/nn/weights.h"

namespace driftwave {

struct Conv1dOptions {
  std::size_t in = 0;
  std::size_t out = 0;
  std::size_t kernel = 0;
  std::size_t dilation = 1;
  Activation activation = Activation::kNone;
};

/// torch.nn.Conv1d over frames, on [F, in]: a Linear on each output's window of frames.
class Conv1d {
 public:
  /// Reads "<prefix>.weight" [out, in, k] and "<prefix>.bias" [out].
  Conv1d(const WeightSource& source, const std::string& prefix, const Conv1dOptions& options);

  /// @param x [F, in]. @param y [F + before + after - span(), out], not overlapping x.
  /// @param scratch at least scratch_floats(). RT.
  void operator()(std::span<const float> x, const Padding& padding, std::span<float> y,
                  std::span<float> scratch) const noexcept;

  /// Frames that an output sees beside its own: (kernel - 1) * dilation.
  [[nodiscard]] std::size_t span() const { return (options_.kernel - 1) * options_.dilation; }
  [[nodiscard]] std::size_t scratch_floats() const;

 private:
  Conv1dOptions options_;
  Linear linear_;
};

}  // namespace driftwave
