#pragma once
/// ConvNeXt blocks (Liu et al. 2022, arXiv:2201.03545) over frames and over frames and band groups.
#include <cstddef>
#include <span>
#include <string>

#include "engine/nn/depthwise_conv.h"
#include "engine/nn/layer_norm.h"
#include "engine/nn/linear.h"
#include "engine/nn/weights.h"

namespace driftwave {

struct InvertedBottleneckOptions {
  std::size_t channels = 0;
  std::size_t hidden = 0;
  float epsilon = 1e-6F;  ///< of the normalisation
};

/// The pointwise half of a block: y = residual + gamma * pwconv2(GELU(pwconv1(norm(h)))), a few frames at a
/// time so that the wide hidden layer stays in the cache.
class InvertedBottleneck {
 public:
  /// Reads "<prefix>.norm", "<prefix>.pwconv1", "<prefix>.pwconv2" (weights and biases) and "<prefix>.gamma"
  /// [C].
  InvertedBottleneck(const WeightSource& source, const std::string& prefix,
                     const InvertedBottleneckOptions& options);

  /// @param h [F, C], overwritten. @param residual [F, C], may be y. @param y [F, C].
  /// @param scratch at least scratch_floats(). RT.
  void operator()(std::span<float> h, std::span<const float> residual, std::span<float> y,
                  std::span<float> scratch) const noexcept;

  /// As above, normalising with another affine (FiLM: norm().modulate). RT.
  void operator()(std::span<float> h, std::span<const float> residual, std::span<float> y,
                  std::span<float> scratch, const Affine& affine) const noexcept;

  [[nodiscard]] const LayerNorm& norm() const { return norm_; }
  [[nodiscard]] std::size_t scratch_floats() const;

 private:
  void mix_tile(std::span<const float> h, std::span<const float> residual, std::span<float> y,
                std::span<float> scratch) const noexcept;

  LayerNorm norm_;
  Linear expand_;
  Linear contract_;  ///< with gamma multiplied in
};

struct ConvNeXtBlock1dOptions {
  std::size_t channels = 0;
  std::size_t hidden = 0;
  std::size_t kernel = 7;
  std::size_t dilation = 1;
  std::size_t lookahead_frames = 3;  ///< of the kernel's (kernel - 1) * dilation; half of it is centred
  float epsilon = 1e-6F;
};

/// y = x + gamma * pwconv2(GELU(pwconv1(norm(dwconv(x))))) on [F, C].
class ConvNeXtBlock1d {
 public:
  /// Reads "<prefix>.dwconv" and what InvertedBottleneck reads.
  /// @throws Error when the source does or when the lookahead is longer than the kernel.
  ConvNeXtBlock1d(const WeightSource& source, const std::string& prefix,
                  const ConvNeXtBlock1dOptions& options);

  /// Offline. @param x [F, C]. @param y [F, C], not overlapping x.
  /// @param scratch at least scratch_floats(F). RT.
  void operator()(std::span<const float> x, std::span<float> y, std::span<float> scratch) const noexcept;

  /// Streaming: `x` begins with lookback_frames() that were seen before and ends with lookahead_frames()
  /// whose outputs come later; y has span() frames fewer.
  void operator()(std::span<const float> x, const Padding& padding, std::span<float> y,
                  std::span<float> scratch) const noexcept;

  [[nodiscard]] std::size_t lookback_frames() const { return dwconv_.span() - options_.lookahead_frames; }
  [[nodiscard]] std::size_t lookahead_frames() const { return options_.lookahead_frames; }
  /// @param frames of the output.
  [[nodiscard]] std::size_t scratch_floats(std::size_t frames) const;

 private:
  ConvNeXtBlock1dOptions options_;
  DepthwiseConv1d dwconv_;
  InvertedBottleneck bottleneck_;
};

}  // namespace driftwave
