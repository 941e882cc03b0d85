#pragma once
/// Spectral losses and distances on waveforms.
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <span>
#include <vector>

#include "engine/training/energy_score.h"

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

/// Energy score (engine/training/energy_score.h) of waveforms: of their log magnitudes (floor 1e-4) and of
/// their magnitudes to the power of 0.3, in patches of several sizes, mean over the resolutions.
/// @param draws at least two of [B, T], from independent noise. @param reference [B, T].
/// @param shift moves the patches, as in PatchOptions.
[[nodiscard]] EnergyScore spectral_energy_score(std::span<const at::Tensor> draws,
                                                const at::Tensor& reference, const StftLossOptions& options,
                                                std::int64_t shift);

}  // namespace driftwave::training
