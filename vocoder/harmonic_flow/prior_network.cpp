#include "vocoder/harmonic_flow/prior_network.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace driftwave {
namespace {

std::size_t to_size(int value) {
  return static_cast<std::size_t>(value);
}

}  // namespace

PriorNetwork::PriorNetwork(const WeightSource& weights, const HarmonicFlowConfig& config)
    : config_(config),
      input_(weights, "prior.input",
             {.in = to_size(config.mel.mels + 2),
              .out = to_size(config.prior_channels),
              .kernel = to_size(config.prior_kernel)}),
      input_norm_(weights, "prior.input_norm", {.channels = to_size(config.prior_channels)}),
      output_norm_(weights, "prior.output_norm", {.channels = to_size(config.prior_channels)}),
      heads_(weights, "prior.heads", {.in = to_size(config.prior_channels), .out = 3 * config.mel.bins()}) {
  for (int i = 0; i < config.prior_blocks; ++i)
    blocks_.emplace_back(
        weights, fmt::format("prior.blocks.{}", i),
        ConvNeXtBlock1dOptions{.channels = to_size(config.prior_channels),
                               .hidden = to_size(config.prior_channels * config.prior_expansion),
                               .kernel = to_size(config.prior_kernel),
                               .lookahead_frames = to_size(config.block_lookahead_frames[to_size(i)]),
                               .epsilon = 1e-5F});
}

std::size_t PriorNetwork::lookback_frames() const {
  std::size_t frames = input_.span() - to_size(config_.input_lookahead_frames);
  for (const auto& block : blocks_) frames += block.lookback_frames();
  return frames;
}

std::size_t PriorNetwork::lookahead_frames() const {
  return to_size(config_.lookahead_frames());
}

PriorFrames PriorNetwork::run(const VocoderInput& input, std::size_t first, std::size_t last) const {
  const std::size_t frames = last - first;
  const std::size_t channels = to_size(config_.prior_channels);
  const std::size_t mels = to_size(config_.mel.mels);
  Array2<float> in(frames, mels + 2);
  for (std::size_t n = 0; n < frames; ++n) {
    const std::span<float> row = in.row(n);
    std::ranges::transform(input.mel.row(first + n), row.begin(), [](float x) { return x / 4.0F + 0.5F; });
    const float voicing = input.voicing[first + n];
    row[mels] = std::log(input.f0_hz[first + n] / 200.0F) * 2.0F * voicing;
    row[mels + 1] = voicing;
  }
  Array2<float> x(frames, channels);
  Array2<float> y(frames, channels);
  std::size_t scratch_size = input_.scratch_floats();
  for (const auto& block : blocks_) scratch_size = std::max(scratch_size, block.scratch_floats(frames));
  std::vector<float> scratch(scratch_size);
  input_(in.values(), same_padding(input_.span(), to_size(config_.input_lookahead_frames)), x.values(),
         scratch);
  input_norm_(x.values(), x.values());
  for (const auto& block : blocks_) {
    block(x.values(), y.values(), scratch);
    std::swap(x, y);
  }
  output_norm_(x.values(), x.values());
  PriorFrames out{Array2<float>(frames, heads_.out()), std::move(x)};
  heads_(out.features.values(), out.heads.values());
  return out;
}

}  // namespace driftwave
