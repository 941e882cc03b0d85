#pragma once
/// The conditioner and the prior's heads, natively: the same arithmetic as vocoder/training's network.
#include <span>
#include <vector>

#include "engine/nn/conv1d.h"
#include "engine/nn/convnext.h"
#include "engine/nn/layer_norm.h"
#include "engine/nn/low_rank_linear.h"
#include "engine/streaming/frame_window.h"
#include "vocoder/harmonic_flow/config.h"

namespace driftwave {

/// What one stream remembers between calls, and room for the frames of one call. PriorNetwork::open makes it.
class PriorState {
 public:
  /// The next frame is a first frame. RT.
  void reset() noexcept;

  /// Room for the input rows of `frames` new frames, [frames, M + 2], as PriorNetwork::fill_row fills them.
  /// RT.
  [[nodiscard]] std::span<float> append(std::size_t frames) noexcept { return input_.append(frames); }

  /// Of the frames that PriorNetwork::run computed: real part of H, imaginary part of H, noise gain before
  /// softplus, [F, 3 K].
  [[nodiscard]] std::span<float> heads() noexcept { return heads_; }
  /// For the flow network, [F, C].
  [[nodiscard]] std::span<const float> features() const noexcept { return x_; }

 private:
  friend class PriorNetwork;
  explicit PriorState(const FrameWindowOptions& input) : input_(input) {}

  FrameWindow input_;
  std::vector<FrameWindow> blocks_;
  std::vector<float> x_;
  std::vector<float> heads_;
  std::vector<float> scratch_;
};

/// Weights only: one network serves any number of streams at once.
class PriorNetwork {
 public:
  PriorNetwork(const WeightSource& weights, const HarmonicFlowConfig& config);

  /// @param max_frames that are appended at once.
  [[nodiscard]] PriorState open(std::size_t max_frames) const;

  /// @param mel [M] @param row [M + 2] RT.
  static void fill_row(std::span<const float> mel, float f0_hz, float voicing, std::span<float> row) noexcept;

  /// Computes all frames whose lookahead is there; at the end, zeros stand for what never came.
  /// @return how many frames; at most max_frames + lookahead_frames(). RT.
  [[nodiscard]] std::size_t run(PriorState& state, bool at_end) const noexcept;

  /// Frames that an output depends on before and after its own.
  [[nodiscard]] std::size_t lookback_frames() const;
  [[nodiscard]] std::size_t lookahead_frames() const;

 private:
  const HarmonicFlowConfig config_;
  Conv1d input_;
  LayerNorm input_norm_;
  std::vector<ConvNeXtBlock1d> blocks_;
  LayerNorm output_norm_;
  LowRankLinear heads_;
};

}  // namespace driftwave
