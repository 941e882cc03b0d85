#include "vocoder/training/losses.h"

#include <torch/torch.h>

namespace driftwave::training {
namespace {

at::Tensor stft_magnitude(const at::Tensor& audio, std::int64_t n_fft, std::int64_t bins) {
  const at::Tensor window = torch::hann_window(n_fft, audio.options());
  const at::Tensor framed = audio.unfold(1, n_fft, n_fft / 4) * window;
  const at::Tensor spectrum = torch::view_as_real(torch::fft::rfft(framed).slice(-1, 0, bins));
  return (spectrum.square().sum(-1) + 1e-9).sqrt();
}

}  // namespace

at::Tensor multi_resolution_stft_loss(const at::Tensor& test, const at::Tensor& reference,
                                      const StftLossOptions& options) {
  at::Tensor total;
  for (const std::int64_t n_fft : options.n_ffts) {
    const double hz_per_bin = static_cast<double>(options.sample_rate_hz) / static_cast<double>(n_fft);
    const auto bins =
        std::min<std::int64_t>(n_fft / 2 + 1, static_cast<std::int64_t>(options.high_hz / hz_per_bin) + 1);
    const at::Tensor a = stft_magnitude(test, n_fft, bins);
    at::Tensor b;
    {
      torch::NoGradGuard no_grad;
      b = stft_magnitude(reference, n_fft, bins);
    }
    const at::Tensor difference = a - b;
    const at::Tensor convergence =
        (difference.square().sum({1, 2}) / b.square().sum({1, 2}).clamp_min(1e-6)).sqrt().mean();
    at::Tensor log_distance = (a.log() - b.log()).abs();
    if (options.corner_hz > 0) {
      const at::Tensor hz = torch::arange(bins, a.options()) * hz_per_bin;
      const at::Tensor weight = 1.0 / (1.0 + hz / options.corner_hz);
      log_distance = log_distance * (weight / weight.mean());
    }
    const at::Tensor loss = convergence + log_distance.mean();
    total = total.defined() ? total + loss : loss;
  }
  return total / static_cast<double>(options.n_ffts.size());
}

}  // namespace driftwave::training
