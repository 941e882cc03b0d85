#pragma once
/// A row of ConvNeXt blocks between two projections, the one shape of all of the acoustic model's networks.
#include <atomic>
#include <span>
#include <string>
#include <vector>

#include "engine/core/tensor.h"
#include "engine/nn/convnext.h"
#include "engine/nn/layer_norm.h"
#include "engine/nn/linear.h"
#include "engine/nn/weights.h"
#include "tts/acoustic/acoustic_config.h"

namespace driftwave {

struct ConvStackSizes {
  int in = 0;  ///< 0: the input already has `channels`
  int channels = 0;
  int out = 0;  ///< 0: no output projection
  int blocks = 0;
  bool dilated = false;  ///< frame_dilation() instead of 1
};

/// in -> blocks -> norm -> out, rows being phonemes or frames; zeros stand beyond both ends.
class ConvStack {
 public:
  /// Reads "<prefix>.in", "<prefix>.<i>", "<prefix>.norm", "<prefix>.out".
  ConvStack(const WeightSource& source, const std::string& prefix, const ConvStackSizes& sizes,
            const AcousticConfig& config);

  /// @param x [F, in]. @param block_bias [blocks * channels] added before each block, or empty.
  /// @param cancelled looked at before each block; may be null.
  /// @return [F, channels]
  /// @throws Cancelled.
  [[nodiscard]] Array2<float> hidden(const Array2<float>& x, const std::atomic<bool>* cancelled,
                                     std::span<const float> block_bias = {}) const;
  /// @param hidden_rows [F, channels]. @return [F, out]
  [[nodiscard]] Array2<float> project(const Array2<float>& hidden_rows) const;

 private:
  ConvStackSizes sizes_;
  std::vector<Linear> in_;  ///< one or none
  std::vector<ConvNeXtBlock1d> blocks_;
  LayerNorm norm_;
  std::vector<Linear> out_;  ///< one or none
};

}  // namespace driftwave
