#include "vocoder/wavegrad/network.h"

#include <torch/torch.h>

#include <cmath>

namespace driftwave {
namespace {

namespace nn = torch::nn;

constexpr double kSlope = 0.2;
/// Dilations of an up-sampling block: short ones where the rate is still low.
constexpr std::array<std::array<int, 4>, 5> kUpDilations = {
    {{1, 2, 1, 2}, {1, 2, 1, 2}, {1, 2, 4, 8}, {1, 2, 4, 8}, {1, 2, 4, 8}}};

nn::Conv1d convolution(std::int64_t in, std::int64_t out, std::int64_t kernel, std::int64_t dilation = 1) {
  nn::Conv1d layer(
      nn::Conv1dOptions(in, out, kernel).dilation(dilation).padding((kernel - 1) / 2 * dilation));
  nn::init::orthogonal_(layer->weight);
  nn::init::zeros_(layer->bias);
  return layer;
}

at::Tensor rectify(const at::Tensor& x) {
  return torch::leaky_relu(x, kSlope);
}

at::Tensor repeat_samples(const at::Tensor& x, std::int64_t factor) {
  return torch::upsample_nearest1d(x, at::IntArrayRef({x.size(2) * factor}));
}

/// Every `factor`-th sample, from the first.
at::Tensor drop_samples(const at::Tensor& x, std::int64_t factor) {
  return x.slice(2, 0, at::nullopt, factor);
}

/// Feature-wise shift and scale from the noisy waveform and the noise level.
struct Modulation : nn::Module {
  Modulation(std::int64_t in, std::int64_t out)
      : channels(in),
        input_conv(register_module("input_conv", make(in, in))),
        output_conv(register_module("output_conv", make(in, 2 * out))) {}

  static nn::Conv1d make(std::int64_t in, std::int64_t out) {
    nn::Conv1d layer(nn::Conv1dOptions(in, out, 3).padding(1));
    nn::init::xavier_uniform_(layer->weight);
    nn::init::zeros_(layer->bias);
    return layer;
  }

  /// Sines and cosines of the level at geometric frequencies. @return [B, C, 1]
  at::Tensor encoding(const at::Tensor& level) const {
    const std::int64_t pairs = channels / 2;
    const at::Tensor place = torch::arange(pairs, level.options()) / static_cast<double>(pairs);
    const at::Tensor angle = level.unsqueeze(1) * torch::exp(place * -std::log(1e4)).unsqueeze(0);
    return torch::cat({torch::sin(angle), torch::cos(angle)}, 1).unsqueeze(2);
  }

  /// @return shift and scale, [B, C', T]
  std::pair<at::Tensor, at::Tensor> forward(const at::Tensor& x, const at::Tensor& level) {
    const auto halves = output_conv(rectify(input_conv(x)) + encoding(level)).chunk(2, 1);
    return {halves[0], halves[1]};
  }

  std::int64_t channels;
  nn::Conv1d input_conv;
  nn::Conv1d output_conv;
};

struct UpBlock : nn::Module {
  UpBlock(std::int64_t in, std::int64_t out, std::int64_t rate, const std::array<int, 4>& dilation)
      : factor(rate),
        block1(register_module("block1", convolution(in, out, 1))),
        block2(register_module("block2", nn::ModuleList(convolution(in, out, 3, dilation[0]),
                                                        convolution(out, out, 3, dilation[1])))),
        block3(register_module("block3", nn::ModuleList(convolution(out, out, 3, dilation[2]),
                                                        convolution(out, out, 3, dilation[3])))) {}

  at::Tensor forward(const at::Tensor& x, const at::Tensor& shift, const at::Tensor& scale) {
    const auto conv = [](const nn::ModuleList& list, std::size_t i, const at::Tensor& t) {
      return list->ptr<nn::Conv1dImpl>(i)->forward(t);
    };
    const auto modulate = [&](const at::Tensor& t) { return rectify(shift + scale * t); };
    // A 1x1 convolution and repetition commute: the cheap order.
    const at::Tensor straight = repeat_samples(block1(x), factor);
    const at::Tensor first = conv(block2, 0, repeat_samples(rectify(x), factor));
    const at::Tensor sum = straight + conv(block2, 1, modulate(first));
    return sum + conv(block3, 1, modulate(conv(block3, 0, modulate(sum))));
  }

  std::int64_t factor;
  nn::Conv1d block1;
  nn::ModuleList block2;
  nn::ModuleList block3;
};

struct DownBlock : nn::Module {
  DownBlock(std::int64_t in, std::int64_t out, std::int64_t rate)
      : factor(rate),
        residual_dense(register_module("residual_dense", convolution(in, out, 1))),
        conv(register_module("conv", nn::ModuleList(convolution(in, out, 3, 1), convolution(out, out, 3, 2),
                                                    convolution(out, out, 3, 4)))) {}

  at::Tensor forward(const at::Tensor& input) {
    at::Tensor x = drop_samples(input, factor);
    const at::Tensor residual = residual_dense(x);
    for (std::size_t i = 0; i < conv->size(); ++i) x = conv->ptr<nn::Conv1dImpl>(i)->forward(rectify(x));
    return x + residual;
  }

  std::int64_t factor;
  nn::Conv1d residual_dense;
  nn::ModuleList conv;
};

struct WaveGradModule : nn::Module {
  explicit WaveGradModule(const WaveGradConfig& c)
      : downsample(register_module("downsample", nn::ModuleList())),
        film(register_module("film", nn::ModuleList())),
        upsample(register_module("upsample", nn::ModuleList())),
        first_conv(register_module("first_conv", convolution(c.diffusion.mel.mels, c.input_channels, 3))),
        last_conv(register_module("last_conv", convolution(c.up_channels.back(), 1, 3))) {
    constexpr std::size_t kBlocks = kWaveGradFactors.size();
    downsample->push_back(convolution(1, c.down_channels[0], 5));
    for (std::size_t i = 0; i < kBlocks; ++i) {
      if (i > 0)
        downsample->push_back(std::make_shared<DownBlock>(c.down_channels[i - 1], c.down_channels[i],
                                                          kWaveGradFactors[kBlocks - i]));
      film->push_back(std::make_shared<Modulation>(c.down_channels[i], c.up_channels[kBlocks - 1 - i]));
      upsample->push_back(std::make_shared<UpBlock>(i == 0 ? c.input_channels : c.up_channels[i - 1],
                                                    c.up_channels[i], kWaveGradFactors[i], kUpDilations[i]));
    }
  }

  at::Tensor forward(const at::Tensor& audio, const at::Tensor& level, const at::Tensor& mel) {
    at::Tensor x = audio.unsqueeze(1);
    std::vector<std::pair<at::Tensor, at::Tensor>> modulations;
    for (std::size_t i = 0; i < film->size(); ++i) {
      x = i == 0 ? downsample->ptr<nn::Conv1dImpl>(0)->forward(x) : downsample->ptr<DownBlock>(i)->forward(x);
      modulations.push_back(film->ptr<Modulation>(i)->forward(x, level));
    }
    x = first_conv(mel);
    for (std::size_t i = 0; i < upsample->size(); ++i) {
      const auto& [shift, scale] = modulations[modulations.size() - 1 - i];
      x = upsample->ptr<UpBlock>(i)->forward(x, shift, scale);
    }
    return last_conv(x).squeeze(1);
  }

  nn::ModuleList downsample;
  nn::ModuleList film;
  nn::ModuleList upsample;
  nn::Conv1d first_conv;
  nn::Conv1d last_conv;
};

class WaveGradNetwork final : public EpsilonNetwork {
 public:
  explicit WaveGradNetwork(const WaveGradConfig& config)
      : module_(std::make_shared<WaveGradModule>(config)) {}
  torch::nn::Module& module() override { return *module_; }
  at::Tensor epsilon(const at::Tensor& audio, const at::Tensor& time, const at::Tensor& mel) const override {
    return module_->forward(audio, time, mel);
  }

 private:
  std::shared_ptr<WaveGradModule> module_;
};

}  // namespace

std::unique_ptr<EpsilonNetwork> make_wavegrad_network(const WaveGradConfig& config) {
  validate(config, "WaveGrad");
  return std::make_unique<WaveGradNetwork>(config);
}

}  // namespace driftwave
