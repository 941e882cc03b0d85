#include "tts/training/acoustic_network.h"

#include <torch/torch.h>

#include <cmath>
#include <numbers>
#include <string>

#include "tts/acoustic/conditioning.h"
#include "tts/training/conv_stack_module.h"

namespace driftwave {
namespace {

namespace nn = torch::nn;

constexpr int kTimeFeatures = 16;

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
    const ConvStackRun run{.bfloat16 = options.bfloat16,
                           .checkpoint_activations = options.checkpoint_activations};
    const auto stack = [&](const char* name, ConvStackSizes sizes) {
      sizes.kernel = config.kernel;
      sizes.expansion = config.expansion;
      return register_module(name, std::make_shared<ConvStackModule>(sizes, run));
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
  std::shared_ptr<ConvStackModule> encoder_;
  std::shared_ptr<ConvStackModule> duration_;
  std::shared_ptr<ConvStackModule> pitch_;
  std::shared_ptr<ConvStackModule> decoder_;
  std::shared_ptr<ConvStackModule> flow_;
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
