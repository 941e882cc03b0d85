#pragma once
/// The ConvNeXt block over frames (Liu et al. 2022, arXiv:2201.03545) that engine/nn/convnext.h runs
/// natively.
#include <torch/torch.h>

#include <functional>

namespace driftwave::training {

struct FrameBlockOptions {
  std::int64_t channels = 0;
  std::int64_t hidden = 0;
  std::int64_t kernel = 7;
  std::int64_t dilation = 1;
  std::int64_t lookahead = 3;  ///< frames, of the kernel's (kernel - 1) * dilation
};

/// x + gamma * pwconv2(GELU(pwconv1(norm(dwconv(x))))) on [B, F, C].
class FrameBlockModule : public torch::nn::Module {
 public:
  explicit FrameBlockModule(const FrameBlockOptions& options);
  at::Tensor forward(const at::Tensor& x);

  /// @param observer is shown the hidden units, [B, F, hidden]; none: nobody is.
  void observe(std::function<void(const at::Tensor&)> observer) { observer_ = std::move(observer); }

 private:
  std::function<void(const at::Tensor&)> observer_;
  std::vector<std::int64_t> padding_;
  torch::nn::Conv1d depthwise_{nullptr};
  torch::nn::LayerNorm norm_{nullptr};
  torch::nn::Linear widen_{nullptr};
  torch::nn::Linear narrow_{nullptr};
  at::Tensor scale_;
};
TORCH_MODULE_IMPL(FrameBlock, FrameBlockModule);

}  // namespace driftwave::training
