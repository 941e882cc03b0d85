#include "engine/nn/convnext.h"

#include "tests/engine/nn/reference.h"

namespace driftwave {
namespace {

constexpr ConvNeXtBlock1dOptions kOptions{
    .channels = 24, .hidden = 56, .kernel = 5, .dilation = 2, .lookahead_frames = 3, .epsilon = 1e-6F};

Doubles block_reference(const Doubles& x, const RandomWeights& weights) {
  const auto get = [&](const char* name, std::size_t count) { return doubles(weights.flat(name, count)); };
  const std::size_t channels = kOptions.channels;
  const std::size_t hidden = kOptions.hidden;
  const std::size_t span = (kOptions.kernel - 1) * kOptions.dilation;
  const DepthwiseReference depthwise{.channels = channels,
                                     .frame_kernel = kOptions.kernel,
                                     .dilation = kOptions.dilation,
                                     .padding = same_padding(span, kOptions.lookahead_frames)};
  auto h = depthwise(x, get("b.dwconv.weight", channels * kOptions.kernel), get("b.dwconv.bias", channels));
  h = layer_norm_reference(h, get("b.norm.weight", channels), get("b.norm.bias", channels), 1e-6);
  h = linear_reference(h, get("b.pwconv1.weight", channels * hidden), get("b.pwconv1.bias", hidden),
                       channels);
  std::ranges::transform(h, h.begin(), gelu_reference);
  h = linear_reference(h, get("b.pwconv2.weight", channels * hidden), get("b.pwconv2.bias", channels),
                       hidden);
  const auto gamma = get("b.gamma", channels);
  for (std::size_t i = 0; i < h.size(); ++i) h[i] = x[i] + gamma[i % channels] * h[i];
  return h;
}

TEST(ConvNeXtBlock1d, MatchesTheDefinition) {
  const RandomWeights weights;
  const ConvNeXtBlock1d block(weights, "b", kOptions);
  for (const std::size_t frames : {1U, 4U, 150U}) {
    const auto x = random_values("x", frames * kOptions.channels);
    std::vector<float> y(x.size());
    std::vector<float> scratch(block.scratch_floats(frames));
    block(x, y, scratch);
    ASSERT_LT(relative_error(y, block_reference(doubles(x), weights)), 1e-5) << frames;
  }
}

/// The first chunk pads its lookback and the last its lookahead with zeros; others keep the frames between.
TEST(ConvNeXtBlock1d, StreamsTheBitsOfTheWhole) {
  constexpr std::size_t kFrames = 90;
  constexpr std::size_t kChannels = kOptions.channels;
  const ConvNeXtBlock1d block(RandomWeights(), "b", kOptions);
  const auto x = random_values("x", kFrames * kChannels);
  std::vector<float> whole(x.size());
  std::vector<float> scratch(block.scratch_floats(kFrames));
  block(x, whole, scratch);
  for (const std::size_t chunk : {1U, 5U, 64U}) {
    std::vector<float> pieces(x.size());
    for (std::size_t f = 0; f < kFrames; f += chunk) {
      const std::size_t count = std::min(chunk, kFrames - f);
      const std::size_t from = f - std::min(f, block.lookback_frames());
      const std::size_t to = std::min(kFrames, f + count + block.lookahead_frames());
      const Padding padding{.before = block.lookback_frames() - (f - from),
                            .after = f + count + block.lookahead_frames() - to};
      block(std::span(x).subspan(from * kChannels, (to - from) * kChannels), padding,
            std::span(pieces).subspan(f * kChannels, count * kChannels), scratch);
    }
    ASSERT_EQ(pieces, whole) << chunk;
  }
}

TEST(InvertedBottleneck, TakesAnotherAffine) {
  const RandomWeights weights;
  const InvertedBottleneck mixer(weights, "b", {.channels = 24, .hidden = 56});
  const auto x = random_values("x", 70 * 24);
  std::vector<float> scratch(mixer.scratch_floats());
  std::vector<float> zero(24, 0.0F);
  std::vector<float> scale(24);
  std::vector<float> shift(24);
  mixer.norm().modulate({.scale = zero, .shift = zero}, scale, shift);
  auto h = x;
  std::vector<float> plain(x.size());
  mixer(h, x, plain, scratch);
  h = x;
  auto modulated = x;
  mixer(h, modulated, modulated, scratch, {.scale = scale, .shift = shift});
  EXPECT_EQ(plain, modulated);
  h = x;
  shift[0] += 1.0F;
  mixer(h, x, modulated, scratch, {.scale = scale, .shift = shift});
  EXPECT_NE(plain, modulated);
}

TEST(ConvNeXtBlock1d, RefusesMoreLookaheadThanItsKernel) {
  EXPECT_THROW(
      ConvNeXtBlock1d(RandomWeights(), "b", {.channels = 4, .hidden = 8, .kernel = 3, .lookahead_frames = 3}),
      Error);
}

}  // namespace
}  // namespace driftwave
