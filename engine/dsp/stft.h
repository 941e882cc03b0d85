#pragma once
/// Short-time Fourier transform, equal to torch.stft(center=True, pad_mode="constant") with a periodic Hann
/// window, and its least-squares inverse (Griffin & Lim 1984).
#include <complex>
#include <cstddef>
#include <span>
#include <vector>

#include "engine/core/tensor.h"
#include "engine/dsp/fft.h"

namespace driftwave {

struct StftSize {
  int n_fft = 2048;
  int hop_samples = 512;
};

/// Periodic Hann window. @return [size]
[[nodiscard]] std::vector<float> hann_window(std::size_t size);

/// Analysis and synthesis of one size; frame n is centred on sample n * hop. One object per thread.
class Stft {
 public:
  /// @throws Error unless n_fft is even and 0 < hop <= n_fft / 2.
  explicit Stft(const StftSize& size);

  [[nodiscard]] std::size_t bins() const { return fft_.bins(); }
  [[nodiscard]] std::size_t frames_of(std::size_t samples) const { return samples / hop_ + 1; }

  /// @param audio [T]. @return [F, K], F = T / hop + 1; samples outside the audio are zero.
  [[nodiscard]] Array2<std::complex<float>> forward(std::span<const float> audio);

  /// Weighted overlap-add divided by the sum of squared windows.
  /// @param spectrum [F, K]. @return [samples]; exact where at least one frame covers a sample.
  [[nodiscard]] std::vector<float> inverse(const Array2<std::complex<float>>& spectrum, std::size_t samples);

 private:
  std::size_t n_fft_;
  std::size_t hop_;
  std::vector<float> window_;
  RealFft fft_;
};

}  // namespace driftwave
