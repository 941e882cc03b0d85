#include "engine/dsp/mel.h"

#include <algorithm>
#include <cmath>

#include "engine/dsp/stft.h"

namespace driftwave {

Array2<float> log_mel(std::span<const float> audio, const MelSettings& s) {
  const Array2<float> bank = mel_filterbank(s);
  Stft stft({.n_fft = s.n_fft, .hop_samples = s.hop_samples});
  const Array2<std::complex<float>> spectrum = stft.forward(audio);
  Array2<float> mel(spectrum.rows(), bank.rows());
  std::vector<float> magnitude(s.bins());
  for (std::size_t n = 0; n < spectrum.rows(); ++n) {
    for (std::size_t k = 0; k < magnitude.size(); ++k) magnitude[k] = std::abs(spectrum(n, k));
    for (std::size_t m = 0; m < bank.rows(); ++m) {
      double sum = 0;
      const std::span<const float> row = bank.row(m);
      for (std::size_t k = 0; k < row.size(); ++k) sum += static_cast<double>(row[k]) * magnitude[k];
      mel(n, m) = static_cast<float>(std::log(std::max(sum, s.floor)));
    }
  }
  return mel;
}

}  // namespace driftwave
