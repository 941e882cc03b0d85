#include "vocoder/training/losses.h"

#include <torch/torch.h>

#include <algorithm>

namespace driftwave::training {
namespace {

constexpr double kScoreFloor = 1e-4;
constexpr double kScorePower = 0.3;

std::int64_t bins_of(const StftLossOptions& options, std::int64_t n_fft) {
  const double hz_per_bin = static_cast<double>(options.sample_rate_hz) / static_cast<double>(n_fft);
  return std::min<std::int64_t>(n_fft / 2 + 1, static_cast<std::int64_t>(options.high_hz / hz_per_bin) + 1);
}

/// 1 / (1 + f / corner), mean 1. @return [bins]
at::Tensor corner_weight(const StftLossOptions& options, std::int64_t n_fft, const at::Tensor& like) {
  const double hz_per_bin = static_cast<double>(options.sample_rate_hz) / static_cast<double>(n_fft);
  const at::Tensor hz = torch::arange(bins_of(options, n_fft), like.options()) * hz_per_bin;
  const at::Tensor weight = 1.0 / (1.0 + hz / options.corner_hz);
  return weight / weight.mean();
}

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
    const std::int64_t bins = bins_of(options, n_fft);
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
    if (options.corner_hz > 0) log_distance = log_distance * corner_weight(options, n_fft, a);
    const at::Tensor loss = convergence + log_distance.mean();
    total = total.defined() ? total + loss : loss;
  }
  return total / static_cast<double>(options.n_ffts.size());
}

EnergyScore spectral_energy_score(std::span<const at::Tensor> draws, const at::Tensor& reference,
                                  const StftLossOptions& options, std::int64_t shift) {
  std::vector<EnergyScore> scores;
  for (const std::int64_t n_fft : options.n_ffts) {
    const std::int64_t bins = bins_of(options, n_fft);
    PatchOptions patches{.sizes = {{1, 1}, {2, 8}, {4, 16}, {1, 8}, {4, 4}}, .shift = shift};
    if (options.corner_hz > 0) patches.column_weight = corner_weight(options, n_fft, reference).square();
    std::vector<at::Tensor> logs;
    std::vector<at::Tensor> powers;
    const auto hear = [&](const at::Tensor& audio) {
      const at::Tensor log_magnitude = stft_magnitude(audio, n_fft, bins).clamp_min(kScoreFloor).log();
      logs.push_back(log_magnitude);
      powers.push_back((kScorePower * log_magnitude).exp());
    };
    for (const at::Tensor& draw : draws) hear(draw);
    {
      const torch::NoGradGuard no_grad;
      hear(reference);
    }
    const auto draws_of = [](const std::vector<at::Tensor>& all) {
      return std::span(all).first(all.size() - 1);
    };
    scores.push_back(energy_score(draws_of(logs), logs.back(), patches));
    scores.push_back(energy_score(draws_of(powers), powers.back(), patches));
  }
  const std::vector<double> weights(scores.size(), 1.0 / static_cast<double>(options.n_ffts.size()));
  return weighted_sum(scores, weights);
}

}  // namespace driftwave::training
