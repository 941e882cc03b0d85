#pragma once
/// The velocity network over (frame x band group) maps, natively: the same arithmetic as vocoder/training's.
#include <complex>
#include <span>
#include <string>
#include <vector>

#include "engine/core/tensor.h"
#include "engine/nn/convnext.h"
#include "engine/nn/depthwise_conv.h"
#include "engine/nn/layer_norm.h"
#include "engine/nn/linear.h"
#include "vocoder/harmonic_flow/config.h"

namespace driftwave {

using Spectrum = Array2<std::complex<float>>;  ///< [F, K]

/// All that the velocity depends on beside the state and the time.
struct FlowInput {
  const Spectrum& mean;           ///< H * E
  const Spectrum& source;         ///< E
  const Array2<float>& features;  ///< [F, C] of the conditioner
};

class FlowNetwork {
 public:
  FlowNetwork(const WeightSource& weights, const HarmonicFlowConfig& config);

  /// state += step * velocity(state, t), in place; bins that no group covers stay.
  void euler_step(Spectrum& state, const FlowInput& input, float t, float step) const;

  /// Frames before its own that an output of one step depends on; none after it.
  [[nodiscard]] std::size_t lookback_frames() const;

 private:
  struct Block {
    DepthwiseConv2d dwconv;
    Linear film;
    InvertedBottleneck bottleneck;
  };

  [[nodiscard]] std::vector<float> embed_time(float t) const;
  [[nodiscard]] Array2<float> embed_input(const Spectrum& state, const FlowInput& input) const;
  void run_block(const Block& block, std::span<const float> time, Array2<float>& x, Array2<float>& h) const;
  void add_velocity(const Array2<float>& x, const Spectrum& source, float step, Spectrum& state) const;

  const HarmonicFlowConfig config_;
  std::vector<Linear> inputs_;
  std::vector<Linear> outputs_;
  std::vector<float> position_;  ///< [G, C]
  Linear condition_;
  Linear time_in_;
  Linear time_out_;
  std::vector<Block> blocks_;
  LayerNorm output_norm_;
};

}  // namespace driftwave
