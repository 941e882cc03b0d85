#include "tts/training/conv_stack_module.h"

#include <torch/torch.h>

#include <string>

#include "engine/training/activation_checkpoint.h"
#include "tts/acoustic/acoustic_config.h"

namespace driftwave {
namespace {

namespace nn = torch::nn;

/// ConvNeXt starts layer scale at 1e-6; a short training on little data is faster from here.
constexpr double kLayerScale = 0.3;

}  // namespace

ConvBlockModule::ConvBlockModule(const ConvStackSizes& sizes, std::int64_t dilation, bool bfloat16)
    : dilation_(dilation), dropout_(sizes.dropout), bfloat16_(bfloat16) {
  const int channels = sizes.channels;
  dwconv_ = register_module("dwconv",
                            nn::Conv1d(nn::Conv1dOptions(channels, channels, sizes.kernel).groups(channels)));
  norm_ = register_module("norm", nn::LayerNorm(nn::LayerNormOptions({channels})));
  pwconv1_ = register_module("pwconv1", nn::Linear(channels, channels * sizes.expansion));
  pwconv2_ = register_module("pwconv2", nn::Linear(channels * sizes.expansion, channels));
  gamma_ = register_parameter("gamma", torch::full({channels}, kLayerScale));
}

at::Tensor ConvBlockModule::forward(const at::Tensor& x, const Offsets& offsets) {
  at::Tensor y = norm_(packed_depthwise_conv(x, dwconv_->weight, dwconv_->bias, offsets, dilation_));
  y = is_training() && bfloat16_ ? feed_forward_bfloat16(y) : pwconv2_(fast_gelu(pwconv1_(y)));
  if (!is_training() || dropout_ <= 0) return scaled_residual(x, y, gamma_, {});
  const auto seed = static_cast<std::uint32_t>(torch::randint(0x7FFFFFFF, {1}).item<std::int64_t>());
  return scaled_residual(x, y, gamma_, {.seed = seed, .drop = dropout_});
}

at::Tensor ConvBlockModule::feed_forward_bfloat16(const at::Tensor& x) {
  const auto half = at::kBFloat16;
  const at::Tensor hidden =
      torch::linear(x.to(half), pwconv1_->weight.to(half), pwconv1_->bias.to(half)).to(at::kFloat);
  return torch::linear(fast_gelu(hidden).to(half), pwconv2_->weight.to(half), pwconv2_->bias.to(half))
      .to(at::kFloat);
}

ConvStackModule::ConvStackModule(const ConvStackSizes& sizes, const ConvStackRun& run)
    : checkpoint_(run.checkpoint_activations) {
  if (sizes.in > 0) in_ = register_module("in", nn::Linear(sizes.in, sizes.channels));
  for (int i = 0; i < sizes.blocks; ++i)
    blocks_.push_back(register_module(
        std::to_string(i),
        std::make_shared<ConvBlockModule>(sizes, sizes.dilated ? frame_dilation(i) : 1, run.bfloat16)));
  norm_ = register_module("norm", nn::LayerNorm(nn::LayerNormOptions({sizes.channels})));
  if (sizes.out > 0) out_ = register_module("out", nn::Linear(sizes.channels, sizes.out));
}

at::Tensor ConvStackModule::hidden(const at::Tensor& x, const Offsets& offsets,
                                   const at::Tensor& block_bias) {
  at::Tensor y = in_.is_empty() ? x : in_(x);
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    if (block_bias.defined()) y = y + block_bias.select(1, static_cast<std::int64_t>(i));
    y = run(*blocks_[i], y, offsets);
  }
  return norm_(y);
}

at::Tensor ConvStackModule::run(ConvBlockModule& block, const at::Tensor& x, const Offsets& offsets) const {
  if (!checkpoint_) return block.forward(x, offsets);
  return training::checkpoint_activations(
      [&block, offsets](const std::vector<at::Tensor>& in) { return block.forward(in[0], offsets); }, {x},
      block.parameters());
}

}  // namespace driftwave
