#include "engine/nn/depthwise_conv.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>

#include "engine/core/error.h"
#include "engine/nn/simd_kernels.h"

namespace driftwave {
namespace {

constexpr std::size_t kMaxTaps = 128;  ///< lists of taps live on the stack

/// The taps that one output or a run of outputs uses.
class Taps {
 public:
  void clear() { count_ = 0; }
  void push(std::ptrdiff_t offset, const float* weight) { taps_[count_++] = {offset, weight}; }
  [[nodiscard]] const simd::Tap* data() const { return taps_.data(); }
  [[nodiscard]] std::size_t size() const { return count_; }

 private:
  std::array<simd::Tap, kMaxTaps> taps_;
  std::size_t count_ = 0;
};

/// [C, taps] to [taps, C].
std::vector<float> channels_last(const std::vector<float>& weight, std::size_t channels) {
  const std::size_t taps = weight.size() / channels;
  std::vector<float> out(weight.size());
  for (std::size_t c = 0; c < channels; ++c) {
    for (std::size_t t = 0; t < taps; ++t) out[t * channels + c] = weight[c * taps + t];
  }
  return out;
}

/// Frames of the input: `index` counted from the first imagined zero.
bool is_inside(std::size_t index, std::size_t before, std::size_t frames) {
  return index >= before && index - before < frames;
}

std::int64_t extent(std::size_t size) {
  return static_cast<std::int64_t>(size);
}

}  // namespace

DepthwiseConv1d::DepthwiseConv1d(const WeightSource& source, const std::string& prefix,
                                 const DepthwiseConv1dOptions& options)
    : options_(options) {
  if (options.channels == 0 || options.kernel == 0 || options.kernel > kMaxTaps || options.dilation == 0) {
    throw Error("DepthwiseConv1d \"{}\": want channels and 1 to {} taps, got {} and {}", prefix, kMaxTaps,
                options.channels, options.kernel);
  }
  const std::array weight_shape = {extent(options.channels), std::int64_t{1}, extent(options.kernel)};
  const std::array bias_shape = {extent(options.channels)};
  weight_ = channels_last(source.get(prefix + ".weight", weight_shape), options.channels);
  bias_ = source.get(prefix + ".bias", bias_shape);
}

void DepthwiseConv1d::operator()(std::span<const float> x, const Padding& padding,
                                 std::span<float> y) const noexcept {
  const std::size_t channels = options_.channels;
  const std::size_t frames = x.size() / channels;
  const std::size_t outputs = y.size() / channels;
  assert(outputs + span() == frames + padding.before + padding.after);
  Taps taps;
  for (std::size_t f = 0; f < outputs;) {
    // Outputs from `before` on, as long as their last tap is inside, share one list of taps.
    const std::size_t end = frames + padding.before;
    const bool is_interior = f >= padding.before && f + span() < end;
    const std::size_t run = is_interior ? std::min(outputs, end - span()) - f : 1;
    taps.clear();
    for (std::size_t k = 0; k < options_.kernel; ++k) {
      const std::size_t index = f + k * options_.dilation;
      if (!is_inside(index, padding.before, frames)) continue;
      taps.push(static_cast<std::ptrdiff_t>((index - padding.before) * channels), &weight_[k * channels]);
    }
    simd::kernels().depthwise({.x = x.data(),
                               .y = y.data() + f * channels,
                               .outputs = run,
                               .step = channels,
                               .channels = channels,
                               .bias = bias_.data(),
                               .taps = taps.data(),
                               .tap_count = taps.size()});
    f += run;
  }
}

DepthwiseConv2d::DepthwiseConv2d(const WeightSource& source, const std::string& prefix,
                                 const DepthwiseConv2dOptions& options)
    : options_(options) {
  const auto [channels, frame_kernel, group_kernel, dilation] = options;
  if (channels == 0 || frame_kernel == 0 || dilation == 0 || group_kernel % 2 == 0 ||
      frame_kernel > kMaxTaps / group_kernel) {
    throw Error(
        "DepthwiseConv2d \"{}\": want channels and at most {} taps, odd over groups, got {} and {} x {}",
        prefix, kMaxTaps, channels, frame_kernel, group_kernel);
  }
  const std::array weight_shape = {extent(channels), std::int64_t{1}, extent(frame_kernel),
                                   extent(group_kernel)};
  const std::array bias_shape = {extent(channels)};
  weight_ = channels_last(source.get(prefix + ".weight", weight_shape), channels);
  bias_ = source.get(prefix + ".bias", bias_shape);
}

void DepthwiseConv2d::operator()(std::span<const float> x, std::size_t groups, const Padding& padding,
                                 std::span<float> y) const noexcept {
  const auto [channels, frame_kernel, group_kernel, dilation] = options_;
  const std::size_t frame_floats = groups * channels;
  const std::size_t frames = x.size() / frame_floats;
  const std::size_t outputs = y.size() / frame_floats;
  assert(outputs + span() == frames + padding.before + padding.after);
  const std::size_t side = group_kernel / 2;
  Taps taps;
  for (std::size_t f = 0; f < outputs; ++f) {
    for (std::size_t g = 0; g < groups;) {
      const bool is_interior = g >= side && g + side < groups;
      const std::size_t run = is_interior ? groups - side - g : 1;
      taps.clear();
      for (std::size_t kf = 0; kf < frame_kernel; ++kf) {
        const std::size_t index = f + kf * dilation;
        if (!is_inside(index, padding.before, frames)) continue;
        for (std::size_t kg = 0; kg < group_kernel; ++kg) {
          if (!is_inside(g + kg, side, groups)) continue;
          const std::size_t at = (index - padding.before) * frame_floats + (g + kg - side) * channels;
          taps.push(static_cast<std::ptrdiff_t>(at), &weight_[(kf * group_kernel + kg) * channels]);
        }
      }
      simd::kernels().depthwise({.x = x.data(),
                                 .y = y.data() + f * frame_floats + g * channels,
                                 .outputs = run,
                                 .step = channels,
                                 .channels = channels,
                                 .bias = bias_.data(),
                                 .taps = taps.data(),
                                 .tap_count = taps.size()});
      g += run;
    }
  }
}

}  // namespace driftwave
