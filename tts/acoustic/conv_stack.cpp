#include "tts/acoustic/conv_stack.h"

#include <algorithm>

#include "engine/core/cancelled.h"

namespace driftwave {
namespace {

constexpr float kEpsilon = 1e-5F;

std::size_t size_of(int value) {
  return static_cast<std::size_t>(value);
}

ConvNeXtBlock1dOptions block_options(const ConvStackSizes& sizes, const AcousticConfig& config, int index) {
  const std::size_t dilation = sizes.dilated ? size_of(frame_dilation(index)) : 1;
  return {.channels = size_of(sizes.channels),
          .hidden = size_of(sizes.channels * config.expansion),
          .kernel = size_of(config.kernel),
          .dilation = dilation,
          .lookahead_frames = size_of(config.kernel / 2) * dilation,
          .epsilon = kEpsilon};
}

}  // namespace

ConvStack::ConvStack(const WeightSource& source, const std::string& prefix, const ConvStackSizes& sizes,
                     const AcousticConfig& config)
    : sizes_(sizes),
      norm_(source, prefix + ".norm", {.channels = size_of(sizes.channels), .epsilon = kEpsilon}) {
  if (sizes.in > 0)
    in_.emplace_back(source, prefix + ".in",
                     LinearOptions{.in = size_of(sizes.in), .out = size_of(sizes.channels)});
  for (int i = 0; i < sizes.blocks; ++i)
    blocks_.emplace_back(source, prefix + "." + std::to_string(i), block_options(sizes, config, i));
  if (sizes.out > 0)
    out_.emplace_back(source, prefix + ".out",
                      LinearOptions{.in = size_of(sizes.channels), .out = size_of(sizes.out)});
}

Array2<float> ConvStack::hidden(const Array2<float>& x, const std::atomic<bool>* cancelled,
                                std::span<const float> block_bias) const {
  const std::size_t rows = x.rows();
  const std::size_t channels = size_of(sizes_.channels);
  Array2<float> now(rows, channels);
  if (in_.empty())
    std::ranges::copy(x.values(), now.data());
  else
    in_.front()(x.values(), now.values());
  Array2<float> next(rows, channels);
  std::size_t scratch_floats = 0;
  for (const ConvNeXtBlock1d& block : blocks_)
    scratch_floats = std::max(scratch_floats, block.scratch_floats(rows));
  std::vector<float> scratch(scratch_floats);
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    check_cancelled(cancelled);
    if (!block_bias.empty()) {
      const std::span<const float> bias = block_bias.subspan(b * channels, channels);
      for (std::size_t n = 0; n < rows; ++n)
        std::ranges::transform(now.row(n), bias, now.row(n).begin(), std::plus<>());
    }
    blocks_[b](now.values(), next.values(), scratch);
    std::swap(now, next);
  }
  norm_(now.values(), now.values());
  return now;
}

Array2<float> ConvStack::project(const Array2<float>& hidden_rows) const {
  Array2<float> y(hidden_rows.rows(), size_of(sizes_.out));
  out_.front()(hidden_rows.values(), y.values());
  return y;
}

}  // namespace driftwave
