#include "engine/nn/convnext.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <vector>

#include "engine/core/error.h"

namespace driftwave {
namespace {

constexpr std::size_t kTileFrames = 64;

/// gamma * (W h + b) is one Linear with gamma multiplied into its rows.
Linear scaled_linear(const WeightSource& source, const std::string& prefix,
                     const InvertedBottleneckOptions& options) {
  const std::array weight_shape = {static_cast<std::int64_t>(options.channels),
                                   static_cast<std::int64_t>(options.hidden)};
  const std::array channel_shape = {static_cast<std::int64_t>(options.channels)};
  std::vector<float> weight = source.get(prefix + ".pwconv2.weight", weight_shape);
  std::vector<float> bias = source.get(prefix + ".pwconv2.bias", channel_shape);
  const std::vector<float> gamma = source.get(prefix + ".gamma", channel_shape);
  for (std::size_t c = 0; c < options.channels; ++c) {
    bias[c] *= gamma[c];
    for (std::size_t i = 0; i < options.hidden; ++i) weight[c * options.hidden + i] *= gamma[c];
  }
  return {weight, bias, {.in = options.hidden, .out = options.channels}};
}

}  // namespace

InvertedBottleneck::InvertedBottleneck(const WeightSource& source, const std::string& prefix,
                                       const InvertedBottleneckOptions& options)
    : norm_(source, prefix + ".norm", {.channels = options.channels, .epsilon = options.epsilon}),
      expand_(source, prefix + ".pwconv1",
              {.in = options.channels, .out = options.hidden, .activation = Activation::kGeluTanh}),
      contract_(scaled_linear(source, prefix, options)) {}

std::size_t InvertedBottleneck::scratch_floats() const {
  return kTileFrames * expand_.out();
}

void InvertedBottleneck::operator()(std::span<float> h, std::span<const float> residual, std::span<float> y,
                                    std::span<float> scratch) const noexcept {
  const std::size_t tile = kTileFrames * expand_.in();
  for (std::size_t first = 0; first < h.size(); first += tile) {
    const std::size_t count = std::min(tile, h.size() - first);
    norm_(h.subspan(first, count), h.subspan(first, count));
    mix_tile(h.subspan(first, count), residual.subspan(first, count), y.subspan(first, count), scratch);
  }
}

void InvertedBottleneck::operator()(std::span<float> h, std::span<const float> residual, std::span<float> y,
                                    std::span<float> scratch, const Affine& affine) const noexcept {
  const std::size_t tile = kTileFrames * expand_.in();
  for (std::size_t first = 0; first < h.size(); first += tile) {
    const std::size_t count = std::min(tile, h.size() - first);
    norm_(h.subspan(first, count), h.subspan(first, count), affine);
    mix_tile(h.subspan(first, count), residual.subspan(first, count), y.subspan(first, count), scratch);
  }
}

void InvertedBottleneck::mix_tile(std::span<const float> h, std::span<const float> residual,
                                  std::span<float> y, std::span<float> scratch) const noexcept {
  const auto hidden = scratch.first(h.size() / expand_.in() * expand_.out());
  expand_(h, hidden);
  contract_.add(hidden, residual, y);
}

ConvNeXtBlock1d::ConvNeXtBlock1d(const WeightSource& source, const std::string& prefix,
                                 const ConvNeXtBlock1dOptions& options)
    : options_(options),
      dwconv_(source, prefix + ".dwconv",
              {.channels = options.channels, .kernel = options.kernel, .dilation = options.dilation}),
      bottleneck_(source, prefix,
                  {.channels = options.channels, .hidden = options.hidden, .epsilon = options.epsilon}) {
  if (options.lookahead_frames > dwconv_.span()) {
    throw Error("ConvNeXtBlock1d \"{}\": want at most {} frames of lookahead, got {}", prefix, dwconv_.span(),
                options.lookahead_frames);
  }
}

std::size_t ConvNeXtBlock1d::scratch_floats(std::size_t frames) const {
  return frames * options_.channels + bottleneck_.scratch_floats();
}

void ConvNeXtBlock1d::operator()(std::span<const float> x, std::span<float> y,
                                 std::span<float> scratch) const noexcept {
  (*this)(x, same_padding(dwconv_.span(), options_.lookahead_frames), y, scratch);
}

void ConvNeXtBlock1d::operator()(std::span<const float> x, const Padding& padding, std::span<float> y,
                                 std::span<float> scratch) const noexcept {
  assert(padding.before <= lookback_frames() && padding.after <= lookahead_frames());
  assert(scratch.size() >= scratch_floats(y.size() / options_.channels));
  const auto h = scratch.first(y.size());
  dwconv_(x, padding, h);
  const std::size_t own = (lookback_frames() - padding.before) * options_.channels;
  bottleneck_(h, x.subspan(own, y.size()), y, scratch.subspan(h.size()));
}

}  // namespace driftwave
