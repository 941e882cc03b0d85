#pragma once
/// Convolutions of each channel with its own kernel, channels last.
///
/// Padding in frames is an argument of the call, not of the layer: offline calls pad with zeros at both ends,
/// streaming calls pass the frames they kept and pad with nothing. Both add the same terms in the same order.
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "engine/nn/weights.h"

namespace driftwave {

/// Frames of zeros to imagine around the input.
struct Padding {
  std::size_t before = 0;
  std::size_t after = 0;
};

/// Zeros that keep the number of frames when a kernel spans `span` frames beside its own and sees
/// `lookahead` of them in the future.
[[nodiscard]] constexpr Padding same_padding(std::size_t span, std::size_t lookahead) {
  return {.before = span - lookahead, .after = lookahead};
}

struct DepthwiseConv1dOptions {
  std::size_t channels = 0;
  std::size_t kernel = 0;
  std::size_t dilation = 1;
};

/// torch.nn.Conv1d with groups = channels, on [F, C].
class DepthwiseConv1d {
 public:
  /// Reads "<prefix>.weight" [C, 1, k] and "<prefix>.bias" [C].
  /// @throws Error when the source does or on a kernel of 0 or more than 128 taps.
  DepthwiseConv1d(const WeightSource& source, const std::string& prefix,
                  const DepthwiseConv1dOptions& options);

  /// @param x [F, C]. @param y [F + before + after - span(), C], not overlapping x. RT.
  void operator()(std::span<const float> x, const Padding& padding, std::span<float> y) const noexcept;

  /// Frames that an output sees beside its own: (kernel - 1) * dilation.
  [[nodiscard]] std::size_t span() const { return (options_.kernel - 1) * options_.dilation; }

 private:
  DepthwiseConv1dOptions options_;
  std::vector<float> weight_;  ///< [k, C]
  std::vector<float> bias_;
};

struct DepthwiseConv2dOptions {
  std::size_t channels = 0;
  std::size_t frame_kernel = 0;
  std::size_t group_kernel = 0;  ///< odd; zeros beyond the first and last group
  std::size_t frame_dilation = 1;
};

/// torch.nn.Conv2d with groups = channels, on [F, G, C].
class DepthwiseConv2d {
 public:
  /// Reads "<prefix>.weight" [C, 1, kf, kg] and "<prefix>.bias" [C].
  /// @throws Error when the source does, on an even group kernel or on more than 128 taps.
  DepthwiseConv2d(const WeightSource& source, const std::string& prefix,
                  const DepthwiseConv2dOptions& options);

  /// @param x [F, G, C]. @param y [F + before + after - span(), G, C], not overlapping x. RT.
  void operator()(std::span<const float> x, std::size_t groups, const Padding& padding,
                  std::span<float> y) const noexcept;

  /// Frames that an output sees beside its own: (frame_kernel - 1) * frame_dilation.
  [[nodiscard]] std::size_t span() const { return (options_.frame_kernel - 1) * options_.frame_dilation; }

 private:
  DepthwiseConv2dOptions options_;
  std::vector<float> weight_;  ///< [kf, kg, C]
  std::vector<float> bias_;
};

}  // namespace driftwave
