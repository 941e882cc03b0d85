#pragma once
/// Spectral losses and distances on waveforms.
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

namespace driftwave::training {

struct StftLossOptions {
  std::vector<std::int64_t> n_ffts = {512, 1024, 2048, 4096};
  int sample_rate_hz = 44100;
  double high_hz = 22050.0;  ///< bins above are left out
  double corner_hz = 0.0;    ///< > 0: log magnitudes weigh 1 / (1 + f / corner), mean 1
};

/// Multi-resolution STFT loss (Yamamoto et al. 2020, Parallel WaveGAN): spectral convergence + L1 of the log
/// magnitudes, hop n_fft / 4, Hann, mean over the resolutions.
/// @param test, reference [B, T]. @return scalar
[[nodiscard]] at::Tensor multi_resolution_stft_loss(const at::Tensor& test, const at::Tensor& reference,
                                                    const StftLossOptions& options);

}  // namespace driftwave::training
