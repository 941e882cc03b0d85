#include "vocoder/training/discriminators.h"

#include <torch/torch.h>

#include <string>

namespace driftwave::training {
namespace {

namespace nn = torch::nn;

constexpr double kSlope = 0.1;
constexpr int kPeriodLayers = 4;
constexpr int kResolutionLayers = 4;

/// A row of 2-D convolutions with leaky rectifiers, and a last one that scores.
class ConvRow : public nn::Module {
 public:
  void add(const nn::Conv2dOptions& options) {
    layers_.push_back(register_module(std::to_string(layers_.size()), nn::Conv2d(options)));
  }
  void finish(const nn::Conv2dOptions& options) { score_ = register_module("score", nn::Conv2d(options)); }

  void judge(at::Tensor x, Judgement& judgement) {
    for (nn::Conv2d& layer : layers_) {
      x = torch::leaky_relu(layer(x), kSlope);
      judgement.features.push_back(x);
    }
    judgement.scores.push_back(score_(x));
  }

 private:
  std::vector<nn::Conv2d> layers_;
  nn::Conv2d score_{nullptr};
};

/// Samples in columns of one period: kernels run along time at a fixed place within the period.
std::shared_ptr<ConvRow> period_row(std::int64_t channels) {
  auto row = std::make_shared<ConvRow>();
  std::int64_t in = 1;
  for (int i = 0; i < kPeriodLayers; ++i) {
    const std::int64_t out = channels << i;
    row->add(nn::Conv2dOptions(in, out, {5, 1}).stride({3, 1}).padding({2, 0}));
    in = out;
  }
  row->finish(nn::Conv2dOptions(in, 1, {3, 1}).padding({1, 0}));
  return row;
}

/// Frames and bins of a magnitude spectrogram.
std::shared_ptr<ConvRow> resolution_row(std::int64_t channels) {
  auto row = std::make_shared<ConvRow>();
  row->add(nn::Conv2dOptions(1, channels, {3, 9}).stride({1, 2}).padding({1, 4}));
  for (int i = 1; i < kResolutionLayers; ++i)
    row->add(nn::Conv2dOptions(channels, channels, {3, 9}).stride({1, 2}).padding({1, 4}));
  row->finish(nn::Conv2dOptions(channels, 1, {3, 3}).padding({1, 1}));
  return row;
}

class Networks : public nn::Module, public Discriminators {
 public:
  explicit Networks(const DiscriminatorOptions& options) : options_(options) {
    for (const std::int64_t period : options.periods)
      periods_.push_back(register_module("period" + std::to_string(period), period_row(options.channels)));
    for (const std::int64_t n : options.n_ffts)
      resolutions_.push_back(
          register_module("resolution" + std::to_string(n), resolution_row(2 * options.channels)));
  }

  nn::Module& module() override { return *this; }

  Judgement judge(const at::Tensor& audio) override {
    Judgement judgement;
    for (std::size_t i = 0; i < periods_.size(); ++i)
      periods_[i]->judge(in_columns(audio, options_.periods[i]), judgement);
    for (std::size_t i = 0; i < resolutions_.size(); ++i)
      resolutions_[i]->judge(spectrogram(audio, options_.n_ffts[i]), judgement);
    return judgement;
  }

 private:
  static at::Tensor in_columns(const at::Tensor& audio, std::int64_t period) {
    const std::int64_t rows = audio.size(1) / period;
    return audio.slice(1, 0, rows * period).view({audio.size(0), 1, rows, period});
  }

  /// @return [B, 1, F, K], compressed: the ear hears ratios
  static at::Tensor spectrogram(const at::Tensor& audio, std::int64_t n_fft) {
    const at::Tensor window = torch::hann_window(n_fft, audio.options());
    const at::Tensor spectrum =
        torch::stft(audio, n_fft, n_fft / 4, n_fft, window, /*center=*/false, "reflect",
                    /*normalized=*/true, /*onesided=*/true, /*return_complex=*/true);
    const at::Tensor parts = torch::view_as_real(spectrum);
    const at::Tensor power = parts.square().sum(-1);
    return (power + 1e-8).pow(0.15).transpose(1, 2).unsqueeze(1);
  }

  DiscriminatorOptions options_;
  std::vector<std::shared_ptr<ConvRow>> periods_;
  std::vector<std::shared_ptr<ConvRow>> resolutions_;
};

}  // namespace

std::unique_ptr<Discriminators> make_discriminators(const DiscriminatorOptions& options) {
  return std::make_unique<Networks>(options);
}

at::Tensor discriminator_loss(const Judgement& real, const Judgement& made) {
  at::Tensor sum = torch::zeros({}, real.scores.front().options());
  for (std::size_t i = 0; i < real.scores.size(); ++i)
    sum = sum + (real.scores[i] - 1.0).square().mean() + made.scores[i].square().mean();
  return sum / static_cast<double>(real.scores.size());
}

at::Tensor adversarial_loss(const Judgement& made) {
  at::Tensor sum = torch::zeros({}, made.scores.front().options());
  for (const at::Tensor& score : made.scores) sum = sum + (score - 1.0).square().mean();
  return sum / static_cast<double>(made.scores.size());
}

at::Tensor feature_matching_loss(const Judgement& real, const Judgement& made) {
  at::Tensor sum = torch::zeros({}, made.scores.front().options());
  for (std::size_t i = 0; i < real.features.size(); ++i) {
    const at::Tensor wanted = real.features[i].detach();
    sum = sum + (made.features[i] - wanted).abs().mean() / (wanted.abs().mean() + 1e-5);
  }
  return sum / static_cast<double>(real.features.size());
}

}  // namespace driftwave::training
