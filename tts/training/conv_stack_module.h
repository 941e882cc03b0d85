#pragma once
/// A row of ConvNeXt blocks over packed sequences, for training; tts/acoustic/conv_stack.h is its native
/// twin.
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/normalization.h>

#include <memory>
#include <vector>

#include "tts/training/packed_ops.h"

namespace driftwave {

struct ConvStackSizes {
  int in = 0;  ///< 0: the input already has `channels`
  int channels = 0;
  int out = 0;  ///< 0: no output projection
  int blocks = 0;
  bool dilated = false;
  double dropout = 0;
  int kernel = 7;     ///< taps of every depthwise convolution; odd
  int expansion = 2;  ///< hidden width of a block's feed-forward part over its width
};

struct ConvStackRun {
  bool bfloat16 = false;  ///< products inside the blocks in bfloat16 while training
  /// Compute the blocks again in the backward pass: engine/training/activation_checkpoint.h.
  bool checkpoint_activations = false;
};

/// x + gamma * pwconv2(gelu(pwconv1(norm(dwconv(x))))), Liu et al. 2022, arXiv:2201.03545.
class ConvBlockModule : public torch::nn::Module {
 public:
  ConvBlockModule(const ConvStackSizes& sizes, std::int64_t dilation, bool bfloat16);
  at::Tensor forward(const at::Tensor& x, const Offsets& offsets);

 private:
  at::Tensor feed_forward_bfloat16(const at::Tensor& x);

  std::int64_t dilation_;
  double dropout_;
  bool bfloat16_;
  torch::nn::Conv1d dwconv_{nullptr};
  torch::nn::LayerNorm norm_{nullptr};
  torch::nn::Linear pwconv1_{nullptr};
  torch::nn::Linear pwconv2_{nullptr};
  at::Tensor gamma_;
};

/// in -> blocks -> norm -> out.
class ConvStackModule : public torch::nn::Module {
 public:
  ConvStackModule(const ConvStackSizes& sizes, const ConvStackRun& run);

  /// @param x [N, in], or [N, channels] where `in` is 0.
  /// @param block_bias [N, blocks, C] added before each block, or undefined.
  /// @return the last block's output, normalised: [N, C]
  at::Tensor hidden(const at::Tensor& x, const Offsets& offsets, const at::Tensor& block_bias = {});
  /// @param hidden_rows [N, C]. @return [N, out]
  at::Tensor project(const at::Tensor& hidden_rows) { return out_(hidden_rows); }
  torch::nn::Linear& out() { return out_; }

 private:
  at::Tensor run(ConvBlockModule& block, const at::Tensor& x, const Offsets& offsets) const;

  bool checkpoint_;
  torch::nn::Linear in_{nullptr};
  std::vector<std::shared_ptr<ConvBlockModule>> blocks_;
  torch::nn::LayerNorm norm_{nullptr};
  torch::nn::Linear out_{nullptr};
};

}  // namespace driftwave
