#include "vocoder/training/spectral.h"

#include <torch/torch.h>

#include <cmath>
#include <numbers>

#include "vocoder/harmonic_flow/envelope.h"

namespace driftwave::training {

Complex operator*(const Complex& a, const Complex& b) {
  return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}
Complex operator+(const Complex& a, const Complex& b) {
  return {a.re + b.re, a.im + b.im};
}
Complex operator-(const Complex& a, const Complex& b) {
  return {a.re - b.re, a.im - b.im};
}
Complex operator*(const Complex& a, const at::Tensor& scale) {
  return {a.re * scale, a.im * scale};
}
at::Tensor magnitude(const Complex& a) {
  return (a.re * a.re + a.im * a.im + 1e-12).sqrt();
}

Spectral::Spectral(const MelSettings& settings, const at::Device& device)
    : n_fft_(settings.n_fft), hop_(settings.hop_samples), floor_(settings.floor) {
  window_ = torch::hann_window(n_fft_, torch::TensorOptions().device(device));
  noise_scale_ = 1.0 / std::sqrt(window_.square().sum().item<double>());

  const Array2<float> bank = mel_filterbank(settings);
  const auto rows = static_cast<std::int64_t>(bank.rows());
  const auto cols = static_cast<std::int64_t>(bank.cols());
  filterbank_ = torch::from_blob(const_cast<float*>(bank.data()), {rows, cols}).t().contiguous().to(device);

  const MelEnvelope envelope(settings);
  lower_ = torch::from_blob(const_cast<std::int64_t*>(envelope.lower_bands().data()), {cols}, torch::kLong)
               .clone()
               .to(device);
  share_ = torch::from_blob(const_cast<float*>(envelope.upper_shares().data()), {cols}).clone().to(device);

  // exp(-2 pi i k (n hop + n_fft / 2) / n_fft), which repeats every n_fft / hop frames.
  const auto doubles = torch::TensorOptions().dtype(torch::kDouble);
  const at::Tensor k = torch::arange(cols, doubles);
  const at::Tensor n = torch::arange(n_fft_ / hop_, doubles);
  const at::Tensor angle = -2.0 * std::numbers::pi *
                           torch::fmod(k.unsqueeze(0) * (n.unsqueeze(1) * static_cast<double>(hop_) +
                                                         static_cast<double>(n_fft_) / 2),
                                       static_cast<double>(n_fft_)) /
                           static_cast<double>(n_fft_);
  turn_ = {torch::cos(angle).to(torch::kFloat).to(device), torch::sin(angle).to(torch::kFloat).to(device)};
}

Complex Spectral::turns(std::int64_t frames, bool back) const {
  const std::int64_t period = turn_.re.size(0);
  const std::int64_t copies = (frames + period - 1) / period;
  const auto tile = [&](const at::Tensor& t) {
    return t.repeat({copies, 1}).slice(0, 0, frames).unsqueeze(0);
  };
  return {tile(turn_.re), back ? -tile(turn_.im) : tile(turn_.im)};
}

Complex Spectral::analyse(const at::Tensor& audio) const {
  const at::Tensor framed = audio.unfold(1, n_fft_, hop_) * window_;
  const at::Tensor spectrum = torch::view_as_real(torch::fft::rfft(framed));
  const Complex raw{spectrum.select(-1, 0), spectrum.select(-1, 1)};
  return raw * turns(raw.re.size(1), false);
}

at::Tensor Spectral::synthesise(const Complex& spectrum) const {
  const std::int64_t frames = spectrum.re.size(1);
  const Complex raw = spectrum * turns(frames, true);
  const at::Tensor framed =
      torch::fft::irfft(torch::complex(raw.re, raw.im), n_fft_) * window_;  // [B, F, n_fft]
  const std::int64_t overlap = n_fft_ / hop_;
  // Overlap-add as a sum of shifted hops.
  const at::Tensor pieces = framed.view({framed.size(0), frames, overlap, hop_});
  at::Tensor sum;
  for (std::int64_t i = 0; i < overlap; ++i) {
    const at::Tensor shifted =
        torch::constant_pad_nd(pieces.select(2, i), {0, 0, i, overlap - 1 - i});  // [B, F + overlap - 1, hop]
    sum = sum.defined() ? sum + shifted : shifted;
  }
  at::Tensor weight = torch::zeros({frames + overlap - 1, hop_}, window_.options());
  const at::Tensor squared = window_.square().view({overlap, hop_});
  for (std::int64_t i = 0; i < overlap; ++i) weight.slice(0, i, i + frames) += squared[i];
  return (sum / weight.clamp_min(1e-3)).flatten(1);
}

at::Tensor Spectral::log_mel(const at::Tensor& magnitudes) const {
  return torch::matmul(magnitudes, filterbank_).clamp_min(floor_).log();
}

at::Tensor Spectral::envelope(const at::Tensor& mel) const {
  const at::Tensor low = mel.index_select(2, lower_);
  const at::Tensor high = mel.index_select(2, (lower_ + 1).clamp_max(mel.size(2) - 1));
  return (low + share_ * (high - low)).exp();
}

}  // namespace driftwave::training
