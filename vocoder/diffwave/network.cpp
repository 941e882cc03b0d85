#include "vocoder/diffwave/network.h"

#include <torch/torch.h>

#include <cmath>
#include <numbers>

namespace driftwave {
namespace {

namespace nn = torch::nn;

constexpr std::int64_t kEmbeddingPairs = 64;

nn::Conv1d convolution(std::int64_t in, std::int64_t out, std::int64_t kernel, std::int64_t dilation = 1) {
  nn::Conv1d layer(
      nn::Conv1dOptions(in, out, kernel).dilation(dilation).padding((kernel - 1) / 2 * dilation));
  nn::init::kaiming_normal_(layer->weight);
  return layer;
}

/// Sines and cosines of the training step at 64 frequencies, then two dense layers.
struct StepEmbedding : nn::Module {
  StepEmbedding(std::int64_t steps, std::int64_t channels)
      : projection1(register_module("projection1", nn::Linear(2 * kEmbeddingPairs, channels))),
        projection2(register_module("projection2", nn::Linear(channels, channels))) {
    const at::Tensor exponent =
        torch::arange(kEmbeddingPairs) * 4.0 / static_cast<double>(kEmbeddingPairs - 1);
    const at::Tensor angle = torch::arange(steps).unsqueeze(1) * torch::pow(10.0, exponent).unsqueeze(0);
    table = torch::cat({torch::sin(angle), torch::cos(angle)}, 1);
  }

  /// Between whole steps the embedding is interpolated. @param step [B]. @return [B, embedding]
  at::Tensor forward(const at::Tensor& step) {
    const at::Tensor low = step.floor().to(torch::kLong);
    const at::Tensor high = step.ceil().to(torch::kLong);
    if (table.device() != step.device()) table = table.to(step.device());
    const at::Tensor from = table.index_select(0, low);
    const at::Tensor to = table.index_select(0, high);
    const at::Tensor x = from + (to - from) * (step - low).unsqueeze(1);
    return torch::silu(projection2(torch::silu(projection1(x))));
  }

  at::Tensor table;  // [steps, 128]
  nn::Linear projection1;
  nn::Linear projection2;
};

/// From frames to samples: two transposed convolutions of 16 in time, 3 wide across the bands.
struct MelUpsampler : nn::Module {
  MelUpsampler() : conv1(register_module("conv1", make())), conv2(register_module("conv2", make())) {}

  static nn::ConvTranspose2d make() {
    return nn::ConvTranspose2d(nn::ConvTranspose2dOptions(1, 1, {3, 32}).stride({1, 16}).padding({1, 8}));
  }

  /// @param mel [B, M, F]. @return [B, M, F * 256]
  at::Tensor forward(const at::Tensor& mel) {
    const at::Tensor x = torch::leaky_relu(conv1(mel.unsqueeze(1)), 0.4);
    return torch::leaky_relu(conv2(x), 0.4).squeeze(1);
  }

  nn::ConvTranspose2d conv1;
  nn::ConvTranspose2d conv2;
};

/// Gated dilated convolution with a residual and a skip output.
struct ResidualLayer : nn::Module {
  ResidualLayer(const DiffWaveConfig& c, std::int64_t dilation)
      : dilated_conv(register_module("dilated_conv",
                                     convolution(c.residual_channels, 2 * c.residual_channels, 3, dilation))),
        diffusion_projection(
            register_module("diffusion_projection", nn::Linear(c.embedding_channels, c.residual_channels))) {
    if (!c.unconditional)
      conditioner_projection = register_module("conditioner_projection",
                                               convolution(c.diffusion.mel.mels, 2 * c.residual_channels, 1));
    output_projection =
        register_module("output_projection", convolution(c.residual_channels, 2 * c.residual_channels, 1));
  }

  /// @param x [B, C, T]. @param step [B, embedding]. @param mel [B, M, T] or undefined. @return next x, skip
  std::pair<at::Tensor, at::Tensor> forward(const at::Tensor& x, const at::Tensor& step,
                                            const at::Tensor& mel) {
    at::Tensor y = dilated_conv(x + diffusion_projection(step).unsqueeze(-1));
    if (mel.defined()) y = y + conditioner_projection(mel);
    const auto halves = y.chunk(2, 1);
    const auto out = output_projection(torch::sigmoid(halves[0]) * torch::tanh(halves[1])).chunk(2, 1);
    return {(x + out[0]) / std::numbers::sqrt2, out[1]};
  }

  nn::Conv1d dilated_conv;
  nn::Linear diffusion_projection;
  nn::Conv1d conditioner_projection = nullptr;
  nn::Conv1d output_projection = nullptr;
};

struct DiffWaveModule : nn::Module {
  explicit DiffWaveModule(const DiffWaveConfig& c)
      : input_projection(register_module("input_projection", convolution(1, c.residual_channels, 1))),
        diffusion_embedding(register_module(
            "diffusion_embedding",
            std::make_shared<StepEmbedding>(static_cast<std::int64_t>(c.diffusion.training_betas.size()),
                                            c.embedding_channels))),
        skip_projection(
            register_module("skip_projection", convolution(c.residual_channels, c.residual_channels, 1))),
        output_projection(register_module("output_projection", convolution(c.residual_channels, 1, 1))),
        layers(register_module("residual_layers", nn::ModuleList())) {
    if (!c.unconditional)
      upsampler = register_module("spectrogram_upsampler", std::make_shared<MelUpsampler>());
    for (int i = 0; i < c.residual_layers; ++i)
      layers->push_back(std::make_shared<ResidualLayer>(c, std::int64_t{1} << (i % c.dilation_cycle)));
    nn::init::zeros_(output_projection->weight);
  }

  at::Tensor forward(const at::Tensor& audio, const at::Tensor& time, const at::Tensor& mel) {
    at::Tensor x = torch::relu(input_projection(audio.unsqueeze(1)));
    const at::Tensor step = diffusion_embedding->forward(time);
    const at::Tensor conditioner = upsampler ? upsampler->forward(mel) : at::Tensor();
    at::Tensor skips;
    for (const auto& layer : *layers) {
      auto [next, skip] = layer->as<ResidualLayer>()->forward(x, step, conditioner);
      x = next;
      skips = skips.defined() ? skips + skip : skip;
    }
    x = skips / std::sqrt(static_cast<double>(layers->size()));
    return output_projection(torch::relu(skip_projection(x))).squeeze(1);
  }

  nn::Conv1d input_projection;
  std::shared_ptr<StepEmbedding> diffusion_embedding;
  std::shared_ptr<MelUpsampler> upsampler;
  nn::Conv1d skip_projection;
  nn::Conv1d output_projection;
  nn::ModuleList layers;
};

class DiffWaveNetwork final : public EpsilonNetwork {
 public:
  explicit DiffWaveNetwork(const DiffWaveConfig& config)
      : module_(std::make_shared<DiffWaveModule>(config)) {}
  torch::nn::Module& module() override { return *module_; }
  at::Tensor epsilon(const at::Tensor& audio, const at::Tensor& time, const at::Tensor& mel) const override {
    return module_->forward(audio, time, mel);
  }

 private:
  std::shared_ptr<DiffWaveModule> module_;
};

}  // namespace

std::unique_ptr<EpsilonNetwork> make_diffwave_network(const DiffWaveConfig& config) {
  validate(config, "DiffWave");
  return std::make_unique<DiffWaveNetwork>(config);
}

}  // namespace driftwave
