#include "vocoder/training/augmentation.h"

#include <torch/torch.h>

#include <cmath>

namespace driftwave::training {
namespace {

constexpr double kTransitionOctaves = 1.0 / 6.0;
constexpr std::int64_t kSmoothBands = 5;

}  // namespace

at::Tensor band_limited(const at::Tensor& audio, const at::Tensor& cutoff_hz, int sample_rate_hz) {
  const at::Tensor spectrum = torch::fft_rfft(audio);
  const double half_rate = sample_rate_hz / 2.0;
  const at::Tensor hz = torch::linspace(0.0, half_rate, spectrum.size(1), audio.options());
  const at::Tensor octaves_above = torch::log2(hz.clamp_min(1.0).unsqueeze(0) / cutoff_hz.unsqueeze(1));
  const at::Tensor gain = 0.5 + 0.5 * torch::cos(M_PI * (octaves_above / kTransitionOctaves).clamp(0.0, 1.0));
  const at::Tensor whole = (cutoff_hz >= half_rate).unsqueeze(1);
  return torch::where(whole, audio, torch::fft_irfft(spectrum * gain, audio.size(1)));
}

at::Tensor at_speed(const at::Tensor& audio, std::int64_t samples) {
  const at::Tensor spectrum = torch::fft_rfft(audio);
  const double level = static_cast<double>(samples) / static_cast<double>(audio.size(1));
  return torch::fft_irfft(spectrum.slice(1, 0, samples / 2 + 1), samples) * level;
}

at::Tensor smoothed_mel(const at::Tensor& mel) {
  const at::Tensor padded = torch::replication_pad1d(mel, {kSmoothBands / 2, kSmoothBands / 2});
  return torch::avg_pool1d(padded, kSmoothBands, 1);
}

}  // namespace driftwave::training
