#pragma once
/// From a batch to prior samples, along the flow, to audio.
#include <ATen/core/Tensor.h>

#include "vocoder/training/batch.h"
#include "vocoder/training/harmonic_flow_network.h"
#include "vocoder/training/spectral.h"

namespace driftwave::training {

/// A batch with all that is computed from it once. Spectra are whitened: divided by the mel's envelope.
struct Prepared {
  Condition condition;
  at::Tensor envelope;          ///< [B, F, K]
  at::Tensor target_magnitude;  ///< |STFT| of the recording, not whitened, [B, F, K]
  at::Tensor target_mel;        ///< of the recording, [B, F, M]; condition.mel is what the network is told
  Complex noise;                ///< transform of unit white noise, [B, F, K]
  at::Tensor told;              ///< [B] bool: condition.mel is an acoustic model's; undefined: nowhere
};

struct PrepareOptions {
  bool whitening = true;  ///< else the envelope is one number a crop, the root mean square of its spectrum
  /// [B] bool: crops whose network is told a mel without ripples (augmentation.h); undefined: none.
  at::Tensor smooth = {};
};

/// @param noise [B, T] standard normal.
[[nodiscard]] Prepared prepare_batch(const VocoderBatch& batch, const at::Tensor& noise,
                                     const Spectral& spectral, const PrepareOptions& options = {});

struct PriorSample {
  Complex state;  ///< x_0 = H * E + g * noise
  Complex mean;   ///< H * E
};

[[nodiscard]] PriorSample draw_prior(const PriorOutput& prior, const Prepared& prepared);

/// `steps` Euler steps of equal size from x_0 to t = 1.
[[nodiscard]] Complex run_flow(HarmonicFlowNetwork& network, const PriorSample& sample,
                               const PriorOutput& prior, const Prepared& prepared, int steps);

/// @return [B, T]
[[nodiscard]] at::Tensor to_audio(const Complex& whitened, const Prepared& prepared,
                                  const Spectral& spectral);

/// The recording's magnitudes on the sample's own phase: `projections` Griffin-Lim projections (Griffin & Lim
/// 1984) of x_0. No gradient. @return whitened, [B, F, K]
[[nodiscard]] Complex couple(const Complex& state, const Prepared& prepared, const Spectral& spectral,
                             int projections);

}  // namespace driftwave::training
