#include "engine/nn/conv1d.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <vector>

#include "engine/core/error.h"

namespace driftwave {
namespace {

constexpr std::size_t kTileFrames = 64;  ///< windows laid out at once

Linear window_linear(const WeightSource& source, const std::string& prefix, const Conv1dOptions& options) {
  const auto [in, out, kernel, dilation, activation] = options;
  if (in == 0 || out == 0 || kernel == 0 || dilation == 0) {
    throw Error("Conv1d \"{}\": want sizes of at least 1, got {} -> {}, kernel {}, dilation {}", prefix, in,
                out, kernel, dilation);
  }
  const std::array weight_shape = {static_cast<std::int64_t>(out), static_cast<std::int64_t>(in),
                                   static_cast<std::int64_t>(kernel)};
  const std::array bias_shape = {static_cast<std::int64_t>(out)};
  const std::vector<float> weight = source.get(prefix + ".weight", weight_shape);
  std::vector<float> by_frame(weight.size());  // [out, k, in]: a window is k whole frames
  for (std::size_t o = 0; o < out; ++o) {
    for (std::size_t i = 0; i < in; ++i) {
      for (std::size_t k = 0; k < kernel; ++k) {
        by_frame[(o * kernel + k) * in + i] = weight[(o * in + i) * kernel + k];
      }
    }
  }
  return {by_frame,
          source.get(prefix + ".bias", bias_shape),
          {.in = kernel * in, .out = out, .activation = activation}};
}

}  // namespace

Conv1d::Conv1d(const WeightSource& source, const std::string& prefix, const Conv1dOptions& options)
    : options_(options), linear_(window_linear(source, prefix, options)) {}

std::size_t Conv1d::scratch_floats() const {
  return kTileFrames * options_.kernel * options_.in;
}

void Conv1d::operator()(std::span<const float> x, const Padding& padding, std::span<float> y,
                        std::span<float> scratch) const noexcept {
  const auto [in, out, kernel, dilation, activation] = options_;
  const std::size_t frames = x.size() / in;
  const std::size_t outputs = y.size() / out;
  assert(outputs + span() == frames + padding.before + padding.after && scratch.size() >= scratch_floats());
  for (std::size_t first = 0; first < outputs; first += kTileFrames) {
    const std::size_t count = std::min(kTileFrames, outputs - first);
    float* to = scratch.data();
    for (std::size_t f = first; f < first + count; ++f) {
      for (std::size_t k = 0; k < kernel; ++k, to += in) {
        const std::size_t index = f + k * dilation;
        if (index >= padding.before && index - padding.before < frames) {
          std::copy_n(x.data() + (index - padding.before) * in, in, to);
        } else {
          std::fill_n(to, in, 0.0F);
        }
      }
    }
    linear_(scratch.first(count * kernel * in), y.subspan(first * out, count * out));
  }
}

}  // namespace driftwave
