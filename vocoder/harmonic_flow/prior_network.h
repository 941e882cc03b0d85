#pragma once
/// The conditioner and the prior's heads, natively: the same arithmetic as vocoder/training's network.
#include <span>
#include <vector>

#include "engine/core/tensor.h"
#include "engine/nn/conv1d.h"
#include "engine/nn/convnext.h"
#include "engine/nn/layer_norm.h"
#include "engine/nn/linear.h"
#include "vocoder/harmonic_flow/config.h"
#include "vocoder/vocoder.h"

namespace driftwave {

/// What the conditioner says of each frame.
struct PriorFrames {
  Array2<float> heads;     ///< [F, 3 K]: real part of H, imaginary part of H, noise gain before softplus
  Array2<float> features;  ///< [F, C] for the flow network
};

class PriorNetwork {
 public:
  PriorNetwork(const WeightSource& weights, const HarmonicFlowConfig& config);

  /// Frames first .. last of the input, zeros (as in training) beyond both ends.
  [[nodiscard]] PriorFrames run(const VocoderInput& input, std::size_t first, std::size_t last) const;

  /// Frames that an output depends on before and after its own.
  [[nodiscard]] std::size_t lookback_frames() const;
  [[nodiscard]] std::size_t lookahead_frames() const;

 private:
  const HarmonicFlowConfig config_;
  Conv1d input_;
  LayerNorm input_norm_;
  std::vector<ConvNeXtBlock1d> blocks_;
  LayerNorm output_norm_;
  Linear heads_;
};

}  // namespace driftwave
