#include "tts/training/packed_ops.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "engine/core/error.h"

namespace driftwave {
namespace {

const Offsets kOffsets = {0, 4, 5, 12};

at::Tensor leaf(const at::Tensor& values) {
  return values.clone().requires_grad_(true);
}

TEST(PackedDepthwiseConv, EqualsOrdinaryConvolutionOfEachSequence) {
  torch::manual_seed(1);
  const at::Tensor x = torch::randn({12, 6});
  const at::Tensor weight = torch::randn({6, 1, 5});
  const at::Tensor bias = torch::randn({6});
  const at::Tensor y = packed_depthwise_conv(x, weight, bias, kOffsets, 2);
  for (std::size_t b = 0; b + 1 < kOffsets.size(); ++b) {
    const at::Tensor one = x.slice(0, kOffsets[b], kOffsets[b + 1]).t().unsqueeze(0);
    const at::Tensor want = torch::conv1d(one, weight, bias, 1, 4, 2, 6).squeeze(0).t();
    EXPECT_TRUE(torch::allclose(y.slice(0, kOffsets[b], kOffsets[b + 1]), want, 1e-5, 1e-5));
  }
}

TEST(PackedDepthwiseConv, HasTheGradientsOfItsReference) {
  torch::manual_seed(2);
  const at::Tensor values = torch::randn({12, 6});
  const at::Tensor taps = torch::randn({6, 1, 3});
  const at::Tensor direction = torch::randn({12, 6});
  std::vector<std::vector<at::Tensor>> gradients;
  for (const bool fast : {true, false}) {
    const at::Tensor x = leaf(values);
    const at::Tensor weight = leaf(taps);
    const at::Tensor bias = leaf(torch::zeros({6}));
    const auto convolve = fast ? packed_depthwise_conv : packed_depthwise_conv_reference;
    (convolve(x, weight, bias, kOffsets, 1) * direction).sum().backward();
    gradients.push_back({x.grad(), weight.grad(), bias.grad()});
  }
  for (std::size_t i = 0; i < 3; ++i)
    EXPECT_TRUE(torch::allclose(gradients[0][i], gradients[1][i], 1e-4, 1e-5)) << i;
}

TEST(PackedDepthwiseConv, RejectsOffsetsOfAnotherLength) {
  EXPECT_THROW((void)packed_depthwise_conv(torch::zeros({11, 2}), torch::zeros({2, 1, 3}), torch::zeros({2}),
                                           kOffsets, 1),
               Error);
}

TEST(FastGelu, IsTheTanhApproximation) {
  const at::Tensor x = leaf(torch::linspace(-12, 12, 4001));
  const at::Tensor reference = leaf(x.detach());
  const at::Tensor y = fast_gelu(x);
  const at::Tensor want = at::gelu(reference, "tanh");
  EXPECT_LT((y - want).abs().max().item<float>(), 2e-6F);
  y.sum().backward();
  want.sum().backward();
  EXPECT_LT((x.grad() - reference.grad()).abs().max().item<float>(), 5e-6F);
}

TEST(ScaledResidual, AddsWithoutDropout) {
  torch::manual_seed(3);
  const at::Tensor x = torch::randn({7, 5});
  const at::Tensor y = torch::randn({7, 5});
  const at::Tensor gamma = torch::randn({5});
  EXPECT_TRUE(torch::allclose(scaled_residual(x, y, gamma, {}), x + y * gamma, 1e-5, 1e-6));
}

TEST(ScaledResidual, DropsTheShareAskedForAndKeepsTheMean) {
  const at::Tensor out = scaled_residual(torch::zeros({400, 100}), torch::ones({400, 100}),
                                         torch::ones({100}), {.seed = 9, .drop = 0.3});
  EXPECT_NEAR((out == 0).to(torch::kFloat).mean().item<float>(), 0.3F, 0.01F);
  EXPECT_NEAR(out.mean().item<float>(), 1.0F, 0.02F);
}

TEST(ScaledResidual, SendsTheGradientWhereTheValueWent) {
  const at::Tensor x = leaf(torch::randn({30, 8}));
  const at::Tensor y = leaf(torch::randn({30, 8}));
  const at::Tensor gamma = leaf(torch::randn({8}));
  const at::Tensor direction = torch::randn({30, 8});
  const at::Tensor out = scaled_residual(x, y, gamma, {.seed = 4, .drop = 0.5});
  const at::Tensor mask = ((out - x).detach().abs() > 1e-7).to(torch::kFloat) * 2.0;
  (out * direction).sum().backward();
  EXPECT_TRUE(torch::allclose(x.grad(), direction));
  EXPECT_TRUE(torch::allclose(y.grad(), direction * mask * gamma.detach(), 1e-4, 1e-5));
  EXPECT_TRUE(torch::allclose(gamma.grad(), (direction * mask * y.detach()).sum(0), 1e-4, 1e-4));
}

}  // namespace
}  // namespace driftwave
