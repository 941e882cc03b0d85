#include "tts/training/packed_ops.h"

#include <torch/torch.h>

#include "engine/core/error.h"
#include "tts/training/packed_kernels.h"

namespace driftwave {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

kernels::DepthwiseShape shape_of(const at::Tensor& weight, std::int64_t dilation) {
  return {.channels = weight.size(0), .taps = weight.size(2), .dilation = dilation};
}

class DepthwiseFunction : public torch::autograd::Function<DepthwiseFunction> {
 public:
  static at::Tensor forward(AutogradContext* context, const at::Tensor& x, const at::Tensor& weight,
                            const at::Tensor& bias, const Offsets& offsets, std::int64_t dilation) {
    const at::Tensor input = x.contiguous();
    context->save_for_backward({input, weight});
    context->saved_data["offsets"] = offsets;
    context->saved_data["dilation"] = dilation;
    at::Tensor y = bias.expand({input.size(0), input.size(1)}).contiguous();
    const at::Tensor taps = weight.squeeze(1).t().contiguous();
    const std::int64_t channels = input.size(1);
    for (std::size_t b = 0; b + 1 < offsets.size(); ++b)
      kernels::depthwise_forward(input.data_ptr<float>() + offsets[b] * channels, taps.data_ptr<float>(),
                                 y.data_ptr<float>() + offsets[b] * channels, offsets[b + 1] - offsets[b],
                                 shape_of(weight, dilation));
    return y;
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const variable_list saved = context->get_saved_variables();
    const at::Tensor& x = saved[0];
    const at::Tensor& weight = saved[1];
    const Offsets offsets = context->saved_data["offsets"].toIntVector();
    const std::int64_t dilation = context->saved_data["dilation"].toInt();
    const at::Tensor grad_y = gradients[0].contiguous();
    const at::Tensor taps = weight.squeeze(1).t().contiguous();
    at::Tensor grad_x = at::zeros_like(x);
    at::Tensor grad_taps = at::zeros_like(taps);
    const std::int64_t channels = x.size(1);
    for (std::size_t b = 0; b + 1 < offsets.size(); ++b) {
      const std::int64_t first = offsets[b] * channels;
      kernels::depthwise_backward(x.data_ptr<float>() + first, taps.data_ptr<float>(),
                                  grad_y.data_ptr<float>() + first, grad_x.data_ptr<float>() + first,
                                  grad_taps.data_ptr<float>(), offsets[b + 1] - offsets[b],
                                  shape_of(weight, dilation));
    }
    return {grad_x, grad_taps.t().unsqueeze(1).contiguous(), grad_y.sum(0), at::Tensor(), at::Tensor()};
  }
};

class GeluFunction : public torch::autograd::Function<GeluFunction> {
 public:
  static at::Tensor forward(AutogradContext* context, const at::Tensor& x) {
    const at::Tensor input = x.contiguous();
    context->save_for_backward({input});
    at::Tensor y = at::empty_like(input);
    kernels::gelu_forward(input.data_ptr<float>(), y.data_ptr<float>(), input.numel());
    return y;
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const at::Tensor x = context->get_saved_variables()[0];
    const at::Tensor grad_y = gradients[0].contiguous();
    at::Tensor grad_x = at::empty_like(x);
    kernels::gelu_backward(x.data_ptr<float>(), grad_y.data_ptr<float>(), grad_x.data_ptr<float>(),
                           x.numel());
    return {grad_x};
  }
};

class ResidualFunction : public torch::autograd::Function<ResidualFunction> {
 public:
  static at::Tensor forward(AutogradContext* context, const at::Tensor& x, const at::Tensor& y,
                            const at::Tensor& gamma, std::int64_t seed, double drop) {
    const at::Tensor base = x.contiguous();
    const at::Tensor added = y.contiguous();
    context->save_for_backward({added, gamma});
    context->saved_data["seed"] = seed;
    context->saved_data["drop"] = drop;
    at::Tensor out = at::empty_like(base);
    kernels::residual_forward(base.data_ptr<float>(), added.data_ptr<float>(), gamma.data_ptr<float>(),
                              out.data_ptr<float>(), base.size(0), base.size(1), key(seed, drop));
    return out;
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const variable_list saved = context->get_saved_variables();
    const at::Tensor grad_out = gradients[0].contiguous();
    at::Tensor grad_y = at::empty_like(saved[0]);
    at::Tensor grad_gamma = at::zeros_like(saved[1]);
    kernels::residual_backward(
        saved[0].data_ptr<float>(), saved[1].data_ptr<float>(), grad_out.data_ptr<float>(),
        grad_y.data_ptr<float>(), grad_gamma.data_ptr<float>(), grad_y.size(0), grad_y.size(1),
        key(context->saved_data["seed"].toInt(), context->saved_data["drop"].toDouble()));
    return {grad_out, grad_y, grad_gamma, at::Tensor(), at::Tensor()};
  }

 private:
  static kernels::DropoutKey key(std::int64_t seed, double drop) {
    return {.seed = static_cast<std::uint32_t>(seed), .drop = static_cast<float>(drop)};
  }
};

}  // namespace

at::Tensor scaled_residual(const at::Tensor& x, const at::Tensor& y, const at::Tensor& gamma,
                           const ResidualDropout& dropout) {
  if (x.device().type() != at::kCPU)
    return at::addcmul(x, dropout.drop > 0 ? at::dropout(y, dropout.drop, true) : y, gamma);
  return ResidualFunction::apply(x, y, gamma, static_cast<std::int64_t>(dropout.seed), dropout.drop);
}

at::Tensor packed_depthwise_conv(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                                 const Offsets& offsets, std::int64_t dilation) {
  if (offsets.empty() || offsets.back() != x.size(0))
    throw Error("packed convolution: want offsets up to {} rows, got {}", x.size(0),
                offsets.empty() ? -1 : offsets.back());
  if (x.device().type() != at::kCPU)
    return packed_depthwise_conv_reference(x, weight, bias, offsets, dilation);
  return DepthwiseFunction::apply(x, weight, bias, offsets, dilation);
}

at::Tensor packed_depthwise_conv_reference(const at::Tensor& x, const at::Tensor& weight,
                                           const at::Tensor& bias, const Offsets& offsets,
                                           std::int64_t dilation) {
  const std::int64_t rows = x.size(0);
  const std::int64_t taps = weight.size(2);
  std::vector<std::int64_t> source(static_cast<std::size_t>(rows * taps), rows);  // row `rows` holds zeros
  for (std::size_t b = 0; b + 1 < offsets.size(); ++b)
    for (std::int64_t n = offsets[b]; n < offsets[b + 1]; ++n)
      for (std::int64_t k = 0; k < taps; ++k) {
        const std::int64_t at = n + (k - taps / 2) * dilation;
        if (at >= offsets[b] && at < offsets[b + 1]) source[static_cast<std::size_t>(n * taps + k)] = at;
      }
  const at::Tensor index = at::tensor(source, at::kLong).to(x.device());
  const at::Tensor padded = at::cat({x, at::zeros({1, x.size(1)}, x.options())});
  const at::Tensor windows = padded.index_select(0, index).view({rows, taps, x.size(1)});
  return (windows * weight.squeeze(1).t()).sum(1) + bias;
}

at::Tensor fast_gelu(const at::Tensor& x) {
  if (x.device().type() != at::kCPU) return at::gelu(x, "tanh");
  return GeluFunction::apply(x);
}

}  // namespace driftwave
