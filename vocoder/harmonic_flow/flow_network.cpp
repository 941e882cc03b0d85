#include "vocoder/harmonic_flow/flow_network.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace driftwave {
namespace {

constexpr std::size_t kTimeFeatures = 32;
/// State, prior mean and source as real and imaginary parts; levels of state and prior mean.
constexpr std::size_t kInputsPerBin = 8;
/// o and h as real and imaginary parts; s.
constexpr std::size_t kOutputsPerBin = 5;

float log_level(std::complex<float> x) {
  return 0.5F * std::log(std::norm(x) + 1e-4F);
}

std::size_t to_size(int value) {
  return static_cast<std::size_t>(value);
}

}  // namespace

FlowNetwork::FlowNetwork(const WeightSource& weights, const HarmonicFlowConfig& config)
    : config_(config),
      condition_(
          weights, "flow.condition",
          {.in = to_size(config.prior_channels), .out = to_size(config.groups() * config.flow_channels)}),
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
             {.channels = channels, .hidden = channels * to_size(config.flow_expansion), .epsilon = 1e-5F})});
  }
}

std::size_t FlowNetwork::lookback_frames() const {
  std::size_t frames = 0;
  for (const Block& block : blocks_) frames += block.dwconv.span();
  return frames;
}

std::vector<float> FlowNetwork::embed_time(float t) const {
  std::vector<float> features(kTimeFeatures);
  for (std::size_t k = 0; k < kTimeFeatures / 2; ++k) {
    const float angle = t * static_cast<float>(k + 1) * static_cast<float>(0.5 * std::numbers::pi);
    features[k] = std::cos(angle);
    features[k + kTimeFeatures / 2] = std::sin(angle);
  }
  std::vector<float> hidden(time_in_.out());
  std::vector<float> time(time_out_.out());
  time_in_(features, hidden);
  time_out_(hidden, time);
  return time;
}

Array2<float> FlowNetwork::embed_input(const Spectrum& state, const FlowInput& input) const {
  const std::size_t frames = state.rows();
  const std::size_t channels = to_size(config_.flow_channels);
  Array2<float> x(frames, to_size(config_.groups()) * channels);
  condition_(input.features.values(), x.values());
  std::size_t bin = 0;
  std::size_t group = 0;
  for (std::size_t i = 0; i < config_.bands.size(); ++i) {
    const std::size_t width = to_size(config_.bands[i].width);
    const std::size_t groups = to_size(config_.bands[i].groups);
    std::vector<float> in(groups * kInputsPerBin * width);
    std::vector<float> out(groups * channels);
    for (std::size_t n = 0; n < frames; ++n) {
      float* to = in.data();
      for (std::size_t g = 0; g < groups; ++g) {
        for (const Spectrum* part : {static_cast<const Spectrum*>(&state), &input.mean, &input.source}) {
          const std::complex<float>* from = part->row(n).data() + bin + g * width;
          for (std::size_t k = 0; k < width; ++k) {
            to[k] = from[k].real();
            to[width + k] = from[k].imag();
          }
          to += 2 * width;
        }
        for (const Spectrum* part : {static_cast<const Spectrum*>(&state), &input.mean}) {
          const std::complex<float>* from = part->row(n).data() + bin + g * width;
          std::transform(from, from + width, to, log_level);
          to += width;
        }
      }
      inputs_[i](in, out);
      float* row = x.row(n).data() + group * channels;
      const float* position = position_.data() + group * channels;
      for (std::size_t c = 0; c < out.size(); ++c) row[c] += out[c] + position[c];
    }
    bin += groups * width;
    group += groups;
  }
  return x;
}

void FlowNetwork::run_block(const Block& block, std::span<const float> time, Array2<float>& x,
                            Array2<float>& h) const {
  const std::size_t channels = to_size(config_.flow_channels);
  std::vector<float> film(2 * channels);
  std::vector<float> scale(channels);
  std::vector<float> shift(channels);
  block.film(time, film);
  const std::span<const float> both(film);
  block.bottleneck.norm().modulate({both.first(channels), both.last(channels)}, scale, shift);
  block.dwconv(x.values(), to_size(config_.groups()), same_padding(block.dwconv.span(), 0), h.values());
  std::vector<float> scratch(block.bottleneck.scratch_floats());
  block.bottleneck(h.values(), x.values(), x.values(), scratch, {scale, shift});
}

void FlowNetwork::add_velocity(const Array2<float>& x, const Spectrum& source, float step,
                               Spectrum& state) const {
  const std::size_t channels = to_size(config_.flow_channels);
  std::size_t bin = 0;
  std::size_t group = 0;
  for (std::size_t i = 0; i < config_.bands.size(); ++i) {
    const std::size_t width = to_size(config_.bands[i].width);
    const std::size_t groups = to_size(config_.bands[i].groups);
    std::vector<float> out(groups * kOutputsPerBin * width);
    for (std::size_t n = 0; n < x.rows(); ++n) {
      outputs_[i](x.row(n).subspan(group * channels, groups * channels), out);
      const float* y = out.data();
      for (std::size_t g = 0; g < groups; ++g, y += kOutputsPerBin * width) {
        for (std::size_t k = 0; k < width; ++k) {
          const std::size_t b = bin + g * width + k;
          const std::complex<float> gain(y[2 * width + k], y[3 * width + k]);
          const std::complex<float> offset(y[k], y[width + k]);
          state(n, b) += step * (offset + gain * source(n, b) + y[4 * width + k] * state(n, b));
        }
      }
    }
    bin += groups * width;
    group += groups;
  }
}

void FlowNetwork::euler_step(Spectrum& state, const FlowInput& input, float t, float step) const {
  const std::vector<float> time = embed_time(t);
  Array2<float> x = embed_input(state, input);
  Array2<float> h(x.rows(), x.cols());
  for (const Block& block : blocks_) run_block(block, time, x, h);
  output_norm_(x.values(), x.values());
  add_velocity(x, input.source, step, state);
}

}  // namespace driftwave
