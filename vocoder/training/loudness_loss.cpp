#include "vocoder/training/loudness_loss.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

namespace driftwave::training {
namespace {

constexpr double kFrameSeconds = 0.032;
constexpr double kBandBark = 0.5;
constexpr double kZwickerExponent = 0.23;
/// Puts the loss of a good vocoder near 1, beside the spectral losses.
constexpr double kScale = 0.5;

double bark(double hz) {
  return 26.81 * hz / (1960.0 + hz) - 0.53;
}

/// Terhardt's threshold of hearing in dB SPL.
double threshold_db(double hz) {
  const double khz = std::max(hz, 50.0) / 1000.0;
  return 3.64 * std::pow(khz, -0.8) - 6.5 * std::exp(-0.6 * (khz - 3.3) * (khz - 3.3)) +
         1e-3 * std::pow(khz, 4);
}

/// An even number of samples with small prime factors, near 32 ms.
std::int64_t frame_samples(int sample_rate_hz) {
  return 64 * std::llround(kFrameSeconds * sample_rate_hz / 64.0);
}

at::Tensor root_mean_square(const at::Tensor& x, std::int64_t dim) {
  return (x.square().mean(dim) + 1e-8).sqrt();
}

}  // namespace

LoudnessLoss::LoudnessLoss(const LoudnessLossOptions& options, const at::Device& device)
    : options_(options), size_(frame_samples(options.sample_rate_hz)) {
  window_ = torch::hann_window(size_);
  const std::int64_t bins = size_ / 2 + 1;
  const double hz_per_bin = static_cast<double>(options.sample_rate_hz) / static_cast<double>(size_);
  const double low = bark(hz_per_bin);
  const auto count =
      static_cast<std::int64_t>((bark(options.sample_rate_hz / 2.0) - low) / kBandBark + 1e-9) + 1;
  bands_ = torch::zeros({bins, count});
  at::Tensor width = torch::zeros({count});
  at::Tensor hz_sum = torch::zeros({count});
  for (std::int64_t k = 1; k < bins; ++k) {
    const double hz = hz_per_bin * static_cast<double>(k);
    const auto band = std::min(static_cast<std::int64_t>((bark(hz) - low) / kBandBark), count - 1);
    bands_[k][band] = 1.0;
    width[band] += 1.0;
    hz_sum[band] += hz;
  }
  // At low frequency a band is narrower than a bin: those without one are left out.
  const at::Tensor kept = width.nonzero().squeeze(1);
  bands_ = bands_.index_select(1, kept);
  const at::Tensor centre = (hz_sum / width.clamp_min(1.0)).index_select(0, kept);
  threshold_ = torch::zeros_like(centre);
  for (std::int64_t b = 0; b < centre.size(0); ++b)
    threshold_[b] = std::pow(10.0, 0.1 * threshold_db(centre[b].item<double>()));
  // A frame's bins sum to its mean power at the assumed level.
  const double energy = window_.square().sum().item<double>();
  bands_ *= 2.0 * std::pow(10.0, 0.1 * options.full_scale_db_spl) / (energy * static_cast<double>(size_));
  window_ = window_.to(device);
  bands_ = bands_.to(device);
  threshold_ = threshold_.to(device);
}

at::Tensor LoudnessLoss::band_power(const at::Tensor& audio) const {
  const at::Tensor framed = audio.unfold(1, size_, size_ / 2) * window_;
  return torch::matmul(torch::view_as_real(torch::fft::rfft(framed)).square().sum(-1), bands_);
}

at::Tensor LoudnessLoss::loudness(const at::Tensor& power) const {
  const at::Tensor over = (0.5 + 0.5 * power / threshold_).pow(kZwickerExponent) - 1.0;
  return (threshold_ / 0.5).pow(kZwickerExponent) * over.clamp_min(0.0);
}

at::Tensor LoudnessLoss::operator()(const at::Tensor& test, const at::Tensor& reference) const {
  const at::Tensor test_power = band_power(test);
  const at::Tensor test_loudness = loudness(test_power);
  at::Tensor reference_power;
  at::Tensor reference_loudness;
  {
    torch::NoGradGuard no_grad;
    reference_power = band_power(reference);
    reference_loudness = loudness(reference_power);
  }
  const at::Tensor masked = 0.25 * torch::minimum(test_loudness, reference_loudness).detach();
  const at::Tensor disturbance = ((test_loudness - reference_loudness).abs() - masked).clamp_min(0.0);
  at::Tensor added;
  {
    // P.862's factor for what was added: 0 up to 2.5 times the power, 12 at most.
    torch::NoGradGuard no_grad;
    added = ((test_power + 50.0) / (reference_power + 50.0)).pow(1.2).clamp_max(12.0);
    added = added * (added >= 3.0);
  }
  const at::Tensor symmetric = root_mean_square(root_mean_square(disturbance, 2), 1);
  const at::Tensor asymmetric = root_mean_square((disturbance * added).mean(2), 1);
  return kScale * (symmetric + options_.asymmetry * asymmetric).mean();
}

}  // namespace driftwave::training
