#include "tts/training/acoustic_network.h"

#include <torch/torch.h>

#include <cmath>
#include <numbers>
#include <string>

#include "engine/training/activation_checkpoint.h"
#include "tts/acoustic/conditioning.h"

namespace driftwave {
namespace {

namespace nn = torch::nn;

constexpr int kTimeFeatures = 16;
/// ConvNeXt starts layer scale at 1e-6; a short training on little data is faster from here.
constexpr double kLayerScale = 0.3;

struct StackSizes {
  int in = 0;  ///< 0: the input already has `channels`
  int channels = 0;
  int out = 0;  ///< 0: no output projection
  int blocks = 0;
  bool dilated = false;
  double dropout = 0;
};

/// x + gamma * pwconv2(gelu(pwconv1(norm(dwconv(x))))), Liu et al. 2022, arXiv:2201.03545.
class BlockModule : public nn::Module {
 public:
  BlockModule(int channels, int kernel, int expansion, std::int64_t dilation, double dropout, bool bfloat16)
      : dilation_(dilation), dropout_(dropout), bfloat16_(bfloat16) {
    dwconv_ =
        register_module("dwconv", nn::Conv1d(nn::Conv1dOptions(channels, channels, kernel).groups(channels)));
    norm_ = register_module("norm", nn::LayerNorm(nn::LayerNormOptions({channels})));
    pwconv1_ = register_module("pwconv1", nn::Linear(channels, channels * expansion));
    pwconv2_ = register_module("pwconv2", nn::Linear(channels * expansion, channels));
    gamma_ = register_parameter("gamma", torch::full({channels}, kLayerScale));
  }

  at::Tensor forward(const at::Tensor& x, const Offsets& offsets) {
    at::Tensor y = norm_(packed_depthwise_conv(x, dwconv_->weight, dwconv_->bias, offsets, dilation_));
    y = is_training() && bfloat16_ ? feed_forward_bfloat16(y) : pwconv2_(fast_gelu(pwconv1_(y)));
    if (!is_training() || dropout_ <= 0) return scaled_residual(x, y, gamma_, {});
    const auto seed = static_cast<std::uint32_t>(torch::randint(0x7FFFFFFF, {1}).item<std::int64_t>());
    return scaled_residual(x, y, gamma_, {.seed = seed, .drop = dropout_});
  }

 private:
  at::Tensor feed_forward_bfloat16(const at::Tensor& x) {
    const auto half = at::kBFloat16;
    const at::Tensor hidden =
        torch::linear(x.to(half), pwconv1_->weight.to(half), pwconv1_->bias.to(half)).to(at::kFloat);
    return torch::linear(fast_gelu(hidden).to(half), pwconv2_->weight.to(half), pwconv2_->bias.to(half))
        .to(at::kFloat);
  }

  std::int64_t dilation_;
  double dropout_;
  bool bfloat16_;
  nn::Conv1d dwconv_{nullptr};
  nn::LayerNorm norm_{nullptr};
  nn::Linear pwconv1_{nullptr};
  nn::Linear pwconv2_{nullptr};
  at::Tensor gamma_;
};

/// in -> blocks -> norm -> out. A flow adds a bias per block that depends on time.
class StackModule : public nn::Module {
 public:
  StackModule(const AcousticConfig& config, const StackSizes& sizes, const NetworkOptions& options)
      : checkpoint_(options.checkpoint_activations) {
    if (sizes.in > 0) in_ = register_module("in", nn::Linear(sizes.in, sizes.channels));
    for (int i = 0; i < sizes.blocks; ++i)
      blocks_.push_back(register_module(
          std::to_string(i), std::make_shared<BlockModule>(sizes.channels, config.kernel, config.expansion,
                                                           sizes.dilated ? frame_dilation(i) : 1,
                                                           sizes.dropout, options.bfloat16)));
    norm_ = register_module("norm", nn::LayerNorm(nn::LayerNormOptions({sizes.channels})));
    if (sizes.out > 0) out_ = register_module("out", nn::Linear(sizes.channels, sizes.out));
  }

  /// @param block_bias [N, blocks, C] or undefined. @return the last block's output, normalised: [N, C]
  at::Tensor hidden(const at::Tensor& x, const Offsets& offsets, const at::Tensor& block_bias = {}) {
    at::Tensor y = in_.is_empty() ? x : in_(x);
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (block_bias.defined()) y = y + block_bias.select(1, static_cast<std::int64_t>(i));
      y = run(*blocks_[i], y, offsets);
    }
    return norm_(y);
  }
  at::Tensor project(const at::Tensor& hidden_rows) { return out_(hidden_rows); }
  nn::Linear& out() { return out_; }

 private:
  at::Tensor run(BlockModule& block, const at::Tensor& x, const Offsets& offsets) const {
    if (!checkpoint_) return block.forward(x, offsets);
    return training::checkpoint_activations(
        [&block, offsets](const std::vector<at::Tensor>& in) { return block.forward(in[0], offsets); }, {x},
        block.parameters());
  }

  bool checkpoint_;
  nn::Linear in_{nullptr};
  std::vector<std::shared_ptr<BlockModule>> blocks_;
  nn::LayerNorm norm_{nullptr};
  nn::Linear out_{nullptr};
};

/// cos and sin of pi * k * t for k = 1 .. 8. @param time [B]. @return [B, kTimeFeatures]
at::Tensor time_features(const at::Tensor& time) {
  const at::Tensor k = torch::arange(1, kTimeFeatures / 2 + 1, time.options()) * std::numbers::pi;
  const at::Tensor angle = time.unsqueeze(1) * k;
  return torch::cat({angle.cos(), angle.sin()}, 1);
}

at::Tensor repeat_rows(const at::Tensor& rows, const Offsets& offsets) {
  std::vector<std::int64_t> counts;
  for (std::size_t b = 0; b + 1 < offsets.size(); ++b) counts.push_back(offsets[b + 1] - offsets[b]);
  return torch::repeat_interleave(rows, torch::tensor(counts, at::kLong).to(rows.device()), 0);
}

class Network : public nn::Module, public AcousticNetwork {
 public:
  Network(const AcousticConfig& config, const NetworkOptions& options) : config_(config) {
    const int expanded = config.encoder_channels + kPositionFeatures;
    const auto stack = [&](const char* name, const StackSizes& sizes) {
      return register_module(name, std::make_shared<StackModule>(config, sizes, options));
    };
    embedding_ = register_module("embedding", nn::Embedding(config.symbols, config.encoder_channels));
    encoder_ = stack(
        "encoder",
        {.channels = config.encoder_channels, .blocks = config.encoder_blocks, .dropout = options.dropout});
    if (!config.speakers.empty())
      speaker_ = register_module("speaker", nn::Embedding(static_cast<std::int64_t>(config.speakers.size()),
                                                          config.encoder_channels));
    duration_ = stack("duration", {.in = config.encoder_channels + config.melody_noise,
                                   .channels = config.duration_channels,
                                   .out = 1,
                                   .blocks = config.duration_blocks,
                                   .dropout = options.heads_dropout});
    pitch_ = stack("pitch", {.in = expanded + config.melody_noise,
                             .channels = config.pitch_channels,
                             .out = 2,
                             .blocks = config.pitch_blocks,
                             .dilated = true,
                             .dropout = options.heads_dropout});
    decoder_ = stack("decoder", {.in = expanded + pitch_feature_count(config),
                                 .channels = config.decoder_channels,
                                 .out = config.mel.mels,
                                 .blocks = config.decoder_blocks,
                                 .dilated = true,
                                 .dropout = options.dropout});
    flow_ = stack("flow", {.in = 2 * config.mel.mels + config.decoder_channels,
                           .channels = config.flow_channels,
                           .out = config.mel.mels,
                           .blocks = config.flow_blocks,
                           .dilated = true,
                           // Dropout inside a sampler would be noise that is missing in use.
                           .dropout = config.decoder == MelDecoder::kSampler ? 0.0 : options.dropout / 2});
    time_in_ = register_module("time_in", nn::Linear(kTimeFeatures, config.flow_channels));
    time_out_ = register_module("time_out",
                                nn::Linear(config.flow_channels, config.flow_channels * config.flow_blocks));
    torch::NoGradGuard no_grad;
    flow_->out()->weight.zero_();
    flow_->out()->bias.zero_();
    if (!speaker_.is_empty()) speaker_->weight.zero_();
  }

  nn::Module& module() override { return *this; }

  at::Tensor encode(const at::Tensor& ids, const at::Tensor& speakers, const Offsets& phonemes) override {
    const at::Tensor encoded = encoder_->hidden(embedding_(ids), phonemes);
    return speaker_.is_empty() ? encoded : encoded + speaker_(speakers);
  }

  at::Tensor log_durations(const at::Tensor& encoded, const at::Tensor& noise,
                           const Offsets& phonemes) override {
    return duration_->project(duration_->hidden(with_noise(encoded, noise), phonemes)).squeeze(1);
  }

  at::Tensor expand(const at::Tensor& encoded, const at::Tensor& phoneme_of_frame,
                    const at::Tensor& positions) override {
    return torch::cat({encoded.index_select(0, phoneme_of_frame), positions}, 1);
  }

  PitchPrediction pitch(const at::Tensor& expanded, const at::Tensor& noise, const Offsets& frames) override {
    const at::Tensor both = pitch_->project(pitch_->hidden(with_noise(expanded, noise), frames));
    return {both.select(1, 0), both.select(1, 1)};
  }

  MelMean decode(const at::Tensor& expanded, const at::Tensor& pitch_rows, const Offsets& frames) override {
    const at::Tensor hidden = decoder_->hidden(torch::cat({expanded, pitch_rows}, 1), frames);
    return {decoder_->project(hidden), hidden};
  }

  at::Tensor velocity(const at::Tensor& residual, const at::Tensor& time, const MelMean& mean,
                      const Offsets& frames) override {
    const at::Tensor bias = time_out_(fast_gelu(time_in_(time_features(time))))
                                .view({time.size(0), config_.flow_blocks, config_.flow_channels});
    const at::Tensor x = torch::cat({residual, mean.mel, mean.hidden}, 1);
    return flow_->project(flow_->hidden(x, frames, repeat_rows(bias, frames)));
  }

 private:
  [[nodiscard]] at::Tensor with_noise(const at::Tensor& x, const at::Tensor& noise) const {
    return config_.melody_noise == 0 ? x : torch::cat({x, noise}, 1);
  }

  AcousticConfig config_;
  nn::Embedding embedding_{nullptr};
  nn::Embedding speaker_{nullptr};  ///< empty in a model of one voice
  std::shared_ptr<StackModule> encoder_;
  std::shared_ptr<StackModule> duration_;
  std::shared_ptr<StackModule> pitch_;
  std::shared_ptr<StackModule> decoder_;
  std::shared_ptr<StackModule> flow_;
  nn::Linear time_in_{nullptr};
  nn::Linear time_out_{nullptr};
};

}  // namespace

std::unique_ptr<AcousticNetwork> make_acoustic_network(const AcousticConfig& config,
                                                       const NetworkOptions& options, std::uint64_t seed) {
  torch::manual_seed(seed);
  return std::make_unique<Network>(config, options);
}

}  // namespace driftwave
