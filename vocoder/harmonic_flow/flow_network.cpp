#include "vocoder/harmonic_flow/flow_network.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <numbers>
#include <utility>

#include "engine/nn/elementwise.h"

namespace driftwave {
namespace {

constexpr std::size_t kTimeFeatures = 32;
/// State, prior mean and source as real and imaginary parts; levels of state and prior mean.
constexpr std::size_t kInputsPerBin = 8;
/// o and h as real and imaginary parts; s.
constexpr std::size_t kOutputsPerBin = 5;

std::size_t to_size(int value) {
  return static_cast<std::size_t>(value);
}

}  // namespace

FlowNetwork::FlowNetwork(const WeightSource& weights, const HarmonicFlowConfig& config)
    : config_(config),
      condition_(weights, "flow.condition",
                 {.in = to_size(config.prior_channels),
                  .out = to_size(config.groups() * config.flow_channels),
                  .rank = to_size(config.condition_rank)}),
      time_in_(
          weights, "flow.time_in",
          {.in = kTimeFeatures, .out = to_size(config.flow_channels), .activation = Activation::kGeluTanh}),
      time_out_(weights, "flow.time_out",
                {.in = to_size(config.flow_channels), .out = to_size(config.flow_channels)}),
      output_norm_(weights, "flow.output_norm", {.channels = to_size(config.flow_channels)}) {
  const std::size_t channels = to_size(config.flow_channels);
  for (std::size_t i = 0; i < config.bands.size(); ++i) {
    const std::size_t width = to_size(config.bands[i].width);
    inputs_.emplace_back(weights, fmt::format("flow.inputs.{}", i),
                         LinearOptions{.in = kInputsPerBin * width, .out = channels});
    outputs_.emplace_back(weights, fmt::format("flow.outputs.{}", i),
                          LinearOptions{.in = channels, .out = kOutputsPerBin * width});
  }
  const std::int64_t shape[] = {config.groups(), config.flow_channels};
  position_ = weights.get("flow.position", shape);
  for (int i = 0; i < config.flow_blocks; ++i) {
    const std::string prefix = fmt::format("flow.blocks.{}", i);
    blocks_.push_back(
        {DepthwiseConv2d(weights, prefix + ".dwconv",
                         {.channels = channels,
                          .frame_kernel = to_size(config.flow_kernel_frames),
                          .group_kernel = to_size(config.flow_kernel_groups)}),
         Linear(weights, prefix + ".film", {.in = channels, .out = 2 * channels}),
         InvertedBottleneck(
             weights, prefix,
             {.channels = channels, .hidden = to_size(config.flow_hidden_width()), .epsilon = 1e-5F})});
  }
}

std::size_t FlowNetwork::lookback_frames() const {
  std::size_t frames = 0;
  for (const Block& block : blocks_) frames += block.dwconv.span();
  return frames;
}

FlowState FlowNetwork::open(std::size_t max_frames, int max_evaluations) const {
  const std::size_t channels = to_size(config_.flow_channels);
  const std::size_t row = to_size(config_.groups()) * channels;
  FlowState state;
  for (int i = 0; i < max_evaluations; ++i) {
    FlowState::Memory memory;
    memory.affine.resize(2 * channels * blocks_.size());
    for (const Block& block : blocks_)
      memory.windows.emplace_back(
          FrameWindowOptions{.row_floats = row, .span = block.dwconv.span(), .max_new_frames = max_frames});
    state.evaluations_.push_back(std::move(memory));
  }
  state.x_.resize(max_frames * row);
  state.h_.resize(max_frames * row);
  std::size_t scratch = kTimeFeatures + 4 * channels;
  for (const Block& block : blocks_) scratch = std::max(scratch, block.bottleneck.scratch_floats());
  state.scratch_.resize(scratch);
  std::size_t bins = 0;
  for (std::size_t i = 0; i < config_.bands.size(); ++i) {
    const std::size_t groups = to_size(config_.bands[i].groups);
    bins = std::max(bins, groups * (std::max(inputs_[i].in(), outputs_[i].out()) + channels));
  }
  state.bins_.resize(bins);
  return state;
}

void FlowNetwork::modulate(float t, FlowState::Memory& memory, std::span<float> scratch) const noexcept {
  const std::size_t channels = to_size(config_.flow_channels);
  const std::span<float> features = scratch.first(kTimeFeatures);
  const std::span<float> hidden = scratch.subspan(kTimeFeatures, channels);
  const std::span<float> time = scratch.subspan(kTimeFeatures + channels, channels);
  const std::span<float> film = scratch.subspan(kTimeFeatures + 2 * channels, 2 * channels);
  for (std::size_t k = 0; k < kTimeFeatures / 2; ++k) {
    const float angle = t * static_cast<float>(k + 1) * static_cast<float>(0.5 * std::numbers::pi);
    features[k] = std::cos(angle);
    features[k + kTimeFeatures / 2] = std::sin(angle);
  }
  time_in_(features, hidden);
  time_out_(hidden, time);
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    blocks_[i].film(time, film);
    const std::span<float> affine = std::span(memory.affine).subspan(2 * channels * i, 2 * channels);
    blocks_[i].bottleneck.norm().modulate({film.first(channels), film.last(channels)}, affine.first(channels),
                                          affine.last(channels));
  }
  memory.t = t;
}

void FlowNetwork::embed_input(std::span<const std::complex<float>> spectrum, const FlowInput& input,
                              std::span<float> scratch, std::span<float> x) const noexcept {
  const std::size_t channels = to_size(config_.flow_channels);
  const std::size_t row_floats = to_size(config_.groups()) * channels;
  const std::size_t bins = config_.mel.bins();
  condition_(input.features, x);
  const std::array parts = {spectrum, input.mean, input.source};
  std::size_t bin = 0;
  std::size_t group = 0;
  for (std::size_t i = 0; i < config_.bands.size(); ++i) {
    const std::size_t width = to_size(config_.bands[i].width);
    const std::size_t groups = to_size(config_.bands[i].groups);
    const std::span<float> in = scratch.first(groups * kInputsPerBin * width);
    const std::span<float> out = scratch.subspan(in.size(), groups * channels);
    for (std::size_t first = 0; first < spectrum.size(); first += bins) {
      float* to = in.data();
      for (std::size_t g = 0; g < groups; ++g, to += kInputsPerBin * width) {
        const std::size_t at = first + bin + g * width;
        for (std::size_t p = 0; p < parts.size(); ++p) {
          const std::complex<float>* from = parts[p].data() + at;
          float* re = to + 2 * p * width;
          float* level = to + (6 + p) * width;
          for (std::size_t k = 0; k < width; ++k) {
            re[k] = from[k].real();
            re[width + k] = from[k].imag();
          }
          if (p == 2) continue;
          for (std::size_t k = 0; k < width; ++k)
            level[k] = re[k] * re[k] + re[width + k] * re[width + k] + 1e-4F;
        }
        const std::span<float> levels(to + 6 * width, 2 * width);
        logarithm(levels);
        for (float& level : levels) level *= 0.5F;
      }
      inputs_[i](in, out);
      float* row = x.data() + first / bins * row_floats + group * channels;
      const float* position = position_.data() + group * channels;
      for (std::size_t c = 0; c < out.size(); ++c) row[c] += out[c] + position[c];
    }
    bin += groups * width;
    group += groups;
  }
}

void FlowNetwork::read_velocity(std::span<const float> x, std::span<const std::complex<float>> source,
                                std::span<const std::complex<float>> spectrum, std::span<float> scratch,
                                std::span<std::complex<float>> out) const noexcept {
  const std::size_t channels = to_size(config_.flow_channels);
  const std::size_t row_floats = to_size(config_.groups()) * channels;
  const std::size_t bins = config_.mel.bins();
  std::size_t bin = 0;
  std::size_t group = 0;
  for (std::size_t i = 0; i < config_.bands.size(); ++i) {
    const std::size_t width = to_size(config_.bands[i].width);
    const std::size_t groups = to_size(config_.bands[i].groups);
    const std::span<float> values = scratch.first(groups * kOutputsPerBin * width);
    for (std::size_t first = 0; first < spectrum.size(); first += bins) {
      outputs_[i](x.subspan(first / bins * row_floats + group * channels, groups * channels), values);
      const float* y = values.data();
      for (std::size_t g = 0; g < groups; ++g, y += kOutputsPerBin * width) {
        const std::size_t at = first + bin + g * width;
        const std::complex<float>* from = spectrum.data() + at;
        const std::complex<float>* e = source.data() + at;
        for (std::size_t k = 0; k < width; ++k) {
          // o + h E + s x, spelled out: std::complex would check each product for infinities.
          const float h_re = y[2 * width + k];
          const float h_im = y[3 * width + k];
          const float s = y[4 * width + k];
          out[at + k] = {y[k] + h_re * e[k].real() - h_im * e[k].imag() + s * from[k].real(),
                         y[width + k] + h_re * e[k].imag() + h_im * e[k].real() + s * from[k].imag()};
        }
      }
    }
    bin += groups * width;
    group += groups;
  }
  for (std::size_t first = 0; first < out.size(); first += bins)
    std::ranges::fill(out.subspan(first + bin, bins - bin), std::complex<float>{});
}

void FlowNetwork::velocity(std::span<const std::complex<float>> spectrum, const FlowInput& input,
                           const FlowEvaluation& evaluation, FlowState& state,
                           std::span<std::complex<float>> out) const noexcept {
  const std::size_t channels = to_size(config_.flow_channels);
  const std::size_t groups = to_size(config_.groups());
  const std::size_t frames = spectrum.size() / config_.mel.bins();
  assert(evaluation.index >= 0 && to_size(evaluation.index) < state.evaluations_.size());
  FlowState::Memory& memory = state.evaluations_[to_size(evaluation.index)];
  if (evaluation.index >= state.warm_)
    for (FrameWindow& window : memory.windows) window.reset();
  if (memory.t != evaluation.t) modulate(evaluation.t, memory, state.scratch_);

  const std::span<float> x = std::span(state.x_).first(frames * groups * channels);
  const std::span<float> h = std::span(state.h_).first(x.size());
  embed_input(spectrum, input, state.bins_, x);
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    const Block& block = blocks_[i];
    FrameWindow& window = memory.windows[i];
    std::ranges::copy(x, window.append(frames).begin());
    block.dwconv(window.rows(), groups, {}, h);
    window.drop(frames);
    const std::span<const float> affine = std::span(memory.affine).subspan(2 * channels * i, 2 * channels);
    block.bottleneck(h, x, x, state.scratch_, {affine.first(channels), affine.last(channels)});
  }
  output_norm_(x, x);
  read_velocity(x, input.source, spectrum, state.bins_, out);
}

}  // namespace driftwave
