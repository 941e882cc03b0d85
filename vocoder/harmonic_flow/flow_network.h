#pragma once
/// The velocity network over (frame x band group) maps, natively: the same arithmetic as vocoder/training's.
#include <complex>
#include <span>
#include <string>
#include <vector>

#include "engine/nn/convnext.h"
#include "engine/nn/depthwise_conv.h"
#include "engine/nn/layer_norm.h"
#include "engine/nn/linear.h"
#include "engine/nn/low_rank_linear.h"
#include "engine/streaming/frame_window.h"
#include "vocoder/harmonic_flow/config.h"

namespace driftwave {

/// All that the velocity of some frames depends on beside the state and the time.
struct FlowInput {
  std::span<const std::complex<float>> mean;    ///< H * E, [F, K]
  std::span<const std::complex<float>> source;  ///< E, [F, K]
  std::span<const float> features;              ///< [F, C] of the conditioner
};

/// One evaluation of a block: how many it has had before, and where it lies.
struct FlowEvaluation {
  int index = 0;
  float t = 0;
};

/// What one stream remembers of earlier blocks, for each evaluation apart, and room for the frames of one
/// call. FlowNetwork::open makes it.
class FlowState {
 public:
  /// The next block is the first. RT.
  void reset() noexcept { warm_ = 0; }
  /// The block is over. What evaluations remember that it did not have is older than a block: they will start
  /// anew. RT.
  void end_block(int evaluations) noexcept { warm_ = evaluations; }

 private:
  friend class FlowNetwork;
  /// Scale and shift of each block's norm at one time.
  struct Memory {
    float t = -1;
    std::vector<float> affine;         ///< [blocks, 2, C]
    std::vector<FrameWindow> windows;  ///< one per block
  };
  std::vector<Memory> evaluations_;
  int warm_ = 0;
  std::vector<float> x_;
  std::vector<float> h_;
  std::vector<float> scratch_;
  std::vector<float> bins_;  ///< of one frame, as the input and output layers want them
};

/// Weights only: one network serves any number of streams at once.
class FlowNetwork {
 public:
  FlowNetwork(const WeightSource& weights, const HarmonicFlowConfig& config);

  /// @param max_frames of a call. @param max_evaluations of a block.
  [[nodiscard]] FlowState open(std::size_t max_frames, int max_evaluations) const;

  /// @param x [F, K], the frames after those of the last block. @param out [F, K], not x: the velocity, 0 in
  /// bins that no group covers. RT.
  void velocity(std::span<const std::complex<float>> x, const FlowInput& input,
                const FlowEvaluation& evaluation, FlowState& state,
                std::span<std::complex<float>> out) const noexcept;

  /// Frames before its own that an output of one evaluation depends on; none after it.
  [[nodiscard]] std::size_t lookback_frames() const;

 private:
  struct Block {
    DepthwiseConv2d dwconv;
    Linear film;
    InvertedBottleneck bottleneck;
  };

  void modulate(float t, FlowState::Memory& memory, std::span<float> scratch) const noexcept;
  void embed_input(std::span<const std::complex<float>> spectrum, const FlowInput& input,
                   std::span<float> bins, std::span<float> x) const noexcept;
  void read_velocity(std::span<const float> x, std::span<const std::complex<float>> source,
                     std::span<const std::complex<float>> spectrum, std::span<float> scratch,
                     std::span<std::complex<float>> out) const noexcept;

  const HarmonicFlowConfig config_;
  std::vector<Linear> inputs_;
  std::vector<Linear> outputs_;
  std::vector<float> position_;  ///< [G, C]
  LowRankLinear condition_;
  Linear time_in_;
  Linear time_out_;
  std::vector<Block> blocks_;
  LayerNorm output_norm_;
};

}  // namespace driftwave
