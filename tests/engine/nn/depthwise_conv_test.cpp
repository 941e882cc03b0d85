#include "engine/nn/depthwise_conv.h"

#include "tests/engine/nn/reference.h"

namespace driftwave {
namespace {

TEST(DepthwiseConv1d, MatchesTheDefinitionForAnyPadding) {
  const RandomWeights weights;
  for (const std::size_t dilation : {1U, 3U}) {
    for (const Padding padding :
         {Padding{0, 0}, Padding{6, 0}, Padding{3, 3}, Padding{1, 5}, Padding{9, 9}}) {
      for (const std::size_t frames : {1U, 2U, 30U}) {
        const DepthwiseConv1d conv(weights, "conv", {.channels = 20, .kernel = 4, .dilation = dilation});
        if (frames + padding.before + padding.after <= conv.span()) continue;
        const auto x = random_values("x", frames * 20);
        std::vector<float> y((frames + padding.before + padding.after - conv.span()) * 20);
        conv(x, padding, y);
        const DepthwiseReference reference{
            .channels = 20, .frame_kernel = 4, .dilation = dilation, .padding = padding};
        const auto want = reference(doubles(x), doubles(weights.flat("conv.weight", 80)),
                                    doubles(weights.flat("conv.bias", 20)));
        ASSERT_LT(relative_error(y, want), 1e-6) << frames << " frames, padding " << padding.before;
      }
    }
  }
}

TEST(DepthwiseConv1d, GivesTheSameBitsInChunks) {
  constexpr std::size_t kChannels = 48;
  constexpr std::size_t kFrames = 50;
  const DepthwiseConv1d conv(RandomWeights(), "conv", {.channels = kChannels, .kernel = 7});
  const auto x = random_values("x", kFrames * kChannels);
  std::vector<float> whole((kFrames - conv.span()) * kChannels);
  conv(x, {}, whole);
  std::vector<float> pieces;
  for (std::size_t f = 0, chunk = 1; f + conv.span() < kFrames; f += chunk, chunk = chunk % 9 + 1) {
    const std::size_t count = std::min(chunk, kFrames - conv.span() - f);
    std::vector<float> part(count * kChannels);
    conv(std::span(x).subspan(f * kChannels, (count + conv.span()) * kChannels), {}, part);
    pieces.insert(pieces.end(), part.begin(), part.end());
  }
  EXPECT_EQ(pieces, whole);
}

TEST(DepthwiseConv2d, MatchesTheDefinitionForAnyShape) {
  const RandomWeights weights;
  for (const std::size_t groups : {1U, 2U, 5U, 23U}) {
    for (const std::size_t group_kernel : {1U, 3U, 7U}) {
      for (const std::size_t dilation : {1U, 2U}) {
        const DepthwiseConv2d conv(
            weights, "conv",
            {.channels = 20, .frame_kernel = 3, .group_kernel = group_kernel, .frame_dilation = dilation});
        const Padding padding = same_padding(conv.span(), 1);
        const auto x = random_values("x", 6 * groups * 20);
        std::vector<float> y(x.size());
        conv(x, groups, padding, y);
        const DepthwiseReference reference{.groups = groups,
                                           .channels = 20,
                                           .frame_kernel = 3,
                                           .group_kernel = group_kernel,
                                           .dilation = dilation,
                                           .padding = padding};
        const auto want = reference(doubles(x), doubles(weights.flat("conv.weight", 60 * group_kernel)),
                                    doubles(weights.flat("conv.bias", 20)));
        ASSERT_LT(relative_error(y, want), 1e-6) << groups << " groups, kernel " << group_kernel;
      }
    }
  }
}

TEST(DepthwiseConv2d, SeesOnlyItsLookahead) {
  constexpr std::size_t kFrame = 4 * 16;
  const DepthwiseConv2d conv(RandomWeights(), "conv",
                             {.channels = 16, .frame_kernel = 5, .group_kernel = 3, .frame_dilation = 1});
  auto x = random_values("x", 12 * kFrame);
  std::vector<float> before(x.size());
  std::vector<float> after(x.size());
  conv(x, 4, same_padding(conv.span(), 1), before);
  for (std::size_t i = 8 * kFrame; i < x.size(); ++i) x[i] += 1.0F;
  conv(x, 4, same_padding(conv.span(), 1), after);
  EXPECT_TRUE(std::equal(before.begin(), before.begin() + 7 * kFrame, after.begin()));
  EXPECT_NE(before[7 * kFrame], after[7 * kFrame]);
}

TEST(DepthwiseConv2d, GivesTheSameBitsInChunks) {
  constexpr std::size_t kFrame = 11 * 16;
  const DepthwiseConv2d conv(RandomWeights(), "conv",
                             {.channels = 16, .frame_kernel = 3, .group_kernel = 5, .frame_dilation = 1});
  const auto x = random_values("x", 20 * kFrame);
  std::vector<float> whole(18 * kFrame);
  conv(x, 11, {}, whole);
  for (std::size_t f = 0; f < 18; ++f) {
    std::vector<float> one(kFrame);
    conv(std::span(x).subspan(f * kFrame, 3 * kFrame), 11, {}, one);
    ASSERT_TRUE(std::ranges::equal(one, std::span(whole).subspan(f * kFrame, kFrame)));
  }
}

TEST(DepthwiseConv, RefusesImpossibleKernels) {
  const RandomWeights weights;
  EXPECT_THROW(DepthwiseConv1d(weights, "c", {.channels = 4, .kernel = 0}), Error);
  EXPECT_THROW(DepthwiseConv1d(weights, "c", {.channels = 4, .kernel = 129}), Error);
  EXPECT_THROW(DepthwiseConv2d(weights, "c", {.channels = 4, .frame_kernel = 3, .group_kernel = 4}), Error);
  EXPECT_THROW(DepthwiseConv2d(weights, "c", {.channels = 4, .frame_kernel = 43, .group_kernel = 3}), Error);
}

}  // namespace
}  // namespace driftwave
