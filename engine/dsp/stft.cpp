#include "engine/dsp/stft.h"

#include <cmath>
#include <numbers>

#include "engine/core/error.h"

namespace driftwave {

std::vector<float> hann_window(std::size_t size) {
  std::vector<float> window(size);
  for (std::size_t i = 0; i < size; ++i) {
    const double phase = 2.0 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(size);
    window[i] = static_cast<float>(0.5 - 0.5 * std::cos(phase));
  }
  return window;
}

Stft::Stft(const StftSize& size)
    : n_fft_(static_cast<std::size_t>(size.n_fft)),
      hop_(static_cast<std::size_t>(size.hop_samples)),
      window_(hann_window(n_fft_)),
      fft_(n_fft_) {
  if (size.hop_samples <= 0 || 2 * size.hop_samples > size.n_fft)
    throw Error("Stft: hop: want 1..{}, got {}", size.n_fft / 2, size.hop_samples);
}

Array2<std::complex<float>> Stft::forward(std::span<const float> audio) {
  const std::size_t frames = frames_of(audio.size());
  Array2<std::complex<float>> spectrum(frames, bins());
  const auto half = static_cast<std::ptrdiff_t>(n_fft_ / 2);
  const auto length = static_cast<std::ptrdiff_t>(audio.size());
  for (std::size_t n = 0; n < frames; ++n) {
    const std::ptrdiff_t start = static_cast<std::ptrdiff_t>(n * hop_) - half;
    const std::span<float> signal = fft_.signal();
    for (std::size_t i = 0; i < n_fft_; ++i) {
      const std::ptrdiff_t t = start + static_cast<std::ptrdiff_t>(i);
      signal[i] = t >= 0 && t < length ? audio[static_cast<std::size_t>(t)] * window_[i] : 0.0F;
    }
    fft_.forward();
    std::ranges::copy(fft_.spectrum(), spectrum.row(n).begin());
  }
  return spectrum;
}

std::vector<float> Stft::inverse(const Array2<std::complex<float>>& spectrum, std::size_t samples) {
  if (spectrum.cols() != bins()) throw Error("Stft: bins: want {}, got {}", bins(), spectrum.cols());
  std::vector<float> audio(samples, 0.0F);
  std::vector<float> weight(samples, 0.0F);
  const auto half = static_cast<std::ptrdiff_t>(n_fft_ / 2);
  for (std::size_t n = 0; n < spectrum.rows(); ++n) {
    std::ranges::copy(spectrum.row(n), fft_.spectrum().begin());
    fft_.inverse();
    const std::span<const float> signal = fft_.signal();
    const std::ptrdiff_t start = static_cast<std::ptrdiff_t>(n * hop_) - half;
    const std::ptrdiff_t first = std::max<std::ptrdiff_t>(start, 0);
    const std::ptrdiff_t last =
        std::min(start + static_cast<std::ptrdiff_t>(n_fft_), static_cast<std::ptrdiff_t>(samples));
    for (std::ptrdiff_t t = first; t < last; ++t) {
      const auto i = static_cast<std::size_t>(t - start);
      audio[static_cast<std::size_t>(t)] += signal[i] * window_[i];
      weight[static_cast<std::size_t>(t)] += window_[i] * window_[i];
    }
  }
  // 1e-3 of the centre weight keeps a barely covered last sample from being blown up.
  for (std::size_t t = 0; t < samples; ++t) audio[t] /= std::max(weight[t], 1e-3F);
  return audio;
}

}  // namespace driftwave
