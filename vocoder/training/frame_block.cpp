#include "vocoder/training/frame_block.h"

namespace driftwave::training {
namespace {

namespace nn = torch::nn;

constexpr double kLayerScale = 0.1;

}  // namespace

FrameBlockModule::FrameBlockModule(const FrameBlockOptions& o)
    : padding_{(o.kernel - 1) * o.dilation - o.lookahead, o.lookahead} {
  depthwise_ = register_module(
      "dwconv",
      nn::Conv1d(
          nn::Conv1dOptions(o.channels, o.channels, o.kernel).groups(o.channels).dilation(o.dilation)));
  norm_ = register_module("norm", nn::LayerNorm(nn::LayerNormOptions({o.channels})));
  widen_ = register_module("pwconv1", nn::Linear(o.channels, o.hidden));
  narrow_ = register_module("pwconv2", nn::Linear(o.hidden, o.channels));
  scale_ = register_parameter("gamma", torch::full({o.channels}, kLayerScale));
}

at::Tensor FrameBlockModule::forward(const at::Tensor& x) {
  const at::Tensor mixed = depthwise_(torch::constant_pad_nd(x.transpose(1, 2), padding_)).transpose(1, 2);
  const at::Tensor hidden = torch::gelu(widen_(norm_(mixed.to(at::kFloat))), "tanh");
  if (observer_) observer_(hidden);
  return x + scale_ * narrow_(hidden);
}

}  // namespace driftwave::training
