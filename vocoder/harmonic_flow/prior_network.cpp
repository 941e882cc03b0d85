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
      heads_(weights, "prior.heads",
             {.in = to_size(config.prior_channels),
              .out = 3 * config.mel.bins(),
              .rank = to_size(config.heads_rank)}) {
  for (int i = 0; i < config.prior_blocks; ++i)
    blocks_.emplace_back(
        weights, fmt::format("prior.blocks.{}", i),
        ConvNeXtBlock1dOptions{.channels = to_size(config.prior_channels),
                               .hidden = to_size(config.prior_hidden_width()),
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

PriorState PriorNetwork::open(std::size_t max_frames) const {
  const std::size_t channels = to_size(config_.prior_channels);
  // What waits for its lookahead comes all at once at the end.
  const std::size_t most = max_frames + lookahead_frames();
  PriorState state({.row_floats = to_size(config_.mel.mels + 2),
                    .span = input_.span(),
                    .lookahead = to_size(config_.input_lookahead_frames),
                    .max_new_frames = max_frames});
  std::size_t scratch = input_.scratch_floats();
  for (const ConvNeXtBlock1d& block : blocks_) {
    state.blocks_.emplace_back(FrameWindowOptions{.row_floats = channels,
                                                  .span = block.lookback_frames() + block.lookahead_frames(),
                                                  .lookahead = block.lookahead_frames(),
                                                  .max_new_frames = most});
    scratch = std::max(scratch, block.scratch_floats(most));
  }
  state.x_.resize(most * channels);
  state.heads_.resize(most * heads_.out());
  state.scratch_.resize(scratch);
  return state;
}

void PriorState::reset() noexcept {
  input_.reset();
  for (FrameWindow& block : blocks_) block.reset();
}

void PriorNetwork::fill_row(std::span<const float> mel, float f0_hz, float voicing,
                            std::span<float> row) noexcept {
  std::ranges::transform(mel, row.begin(), [](float x) { return x / 4.0F + 0.5F; });
  row[mel.size()] = std::log(f0_hz / 200.0F) * 2.0F * voicing;
  row[mel.size() + 1] = voicing;
}

std::size_t PriorNetwork::run(PriorState& state, bool at_end) const noexcept {
  const std::size_t channels = to_size(config_.prior_channels);
  const std::span<float> scratch(state.scratch_);
  // From window to window: `frames` outputs of one operation are appended to what the next one sees.
  if (at_end) state.input_.append_end();
  std::size_t frames = state.input_.ready();
  const auto output_of = [&](std::size_t index) {
    return index < blocks_.size() ? state.blocks_[index].append(frames)
                                  : std::span(state.x_).first(frames * channels);
  };
  std::span<float> x = output_of(0);
  if (frames > 0) {
    input_(state.input_.rows(), {}, x, scratch);
    input_norm_(x, x);
    state.input_.drop(frames);
  }
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    FrameWindow& window = state.blocks_[i];
    if (at_end) window.append_end();
    frames = window.ready();
    x = output_of(i + 1);
    if (frames == 0) continue;
    blocks_[i](window.rows(), {}, x, scratch);
    window.drop(frames);
  }
  if (frames == 0) return 0;
  output_norm_(x, x);
  heads_(x, std::span(state.heads_).first(frames * heads_.out()));
  return frames;
}

}  // namespace driftwave
