#include <algorithm>
#include <cmath>

#include "engine/dsp/fft.h"
#include "engine/dsp/mel.h"
#include "engine/dsp/stft.h"

namespace driftwave {
namespace {

/// Position within 0..length - 1 of sample t of a signal that is mirrored at its ends for ever.
std::size_t mirrored(std::ptrdiff_t t, std::size_t length) {
  if (length == 1) return 0;
  const auto period = static_cast<std::ptrdiff_t>(2 * (length - 1));
  const std::ptrdiff_t in_period = ((t % period) + period) % period;
  return static_cast<std::size_t>(std::min(in_period, period - in_period));
}

}  // namespace

Array2<float> unit_decibel_mel(std::span<const float> audio, const MelSettings& s) {
  const Array2<float> bank = mel_filterbank(s);
  const auto n_fft = static_cast<std::size_t>(s.n_fft);
  const std::size_t length = s.window_samples > 0 ? static_cast<std::size_t>(s.window_samples) : n_fft;
  std::vector<float> window(n_fft, 0.0F);
  std::ranges::copy(hann_window(length), window.begin() + static_cast<std::ptrdiff_t>((n_fft - length) / 2));
  double energy = 0;
  for (const float w : window) energy += static_cast<double>(w) * w;
  const double scale = 1.0 / std::sqrt(energy);

  RealFft fft(n_fft);
  Array2<float> mel(s.frames_of(audio.size()), bank.rows());
  std::vector<double> magnitude(fft.bins());
  for (std::size_t n = 0; n < mel.rows(); ++n) {
    const auto start = static_cast<std::ptrdiff_t>(n * static_cast<std::size_t>(s.hop_samples)) -
                       static_cast<std::ptrdiff_t>(n_fft / 2);
    for (std::size_t i = 0; i < n_fft; ++i)
      fft.signal()[i] =
          audio.empty() ? 0.0F
                        : window[i] * audio[mirrored(start + static_cast<std::ptrdiff_t>(i), audio.size())];
    fft.forward();
    for (std::size_t k = 0; k < magnitude.size(); ++k)
      magnitude[k] = scale * static_cast<double>(std::abs(fft.spectrum()[k]));
    for (std::size_t m = 0; m < bank.rows(); ++m) {
      double sum = 0;
      for (std::size_t k = 0; k < magnitude.size(); ++k)
        sum += static_cast<double>(bank(m, k)) * magnitude[k];
      const double decibels = 20.0 * std::log10(std::max(sum, s.floor)) - 20.0;
      mel(n, m) = static_cast<float>(std::clamp((decibels + 100.0) / 100.0, 0.0, 1.0));
    }
  }
  return mel;
}

}  // namespace driftwave
