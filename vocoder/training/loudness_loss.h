#pragma once
/// How differently two waveforms sound, frame by frame: the idea behind PESQ's disturbances (ITU-T P.862) as
/// a loss with a gradient, as Martín-Doñas et al. 2018 ("A deep learning loss function based on the
/// perceptual evaluation of the speech quality") have it. Not PESQ: no alignment, no equalisation, the whole
/// band.
#include <ATen/core/Tensor.h>

#include <cstdint>

namespace driftwave::training {

struct LoudnessLossOptions {
  int sample_rate_hz = 44100;
  double full_scale_db_spl = 102.0;  ///< so that speech of -23 dB re full scale sounds at 79 dB
  double asymmetry = 0.3;            ///< weight of what was added where the reference has nothing
};

/// Power in half-Bark bands (Traunmüller 1990) of 32 ms Hann frames, half overlapped, turned to loudness by
/// Zwicker's law over the threshold of hearing (Terhardt 1979). The disturbance of a band is the difference
/// in loudness beyond a quarter of the smaller one, which masks it; a frame's is the root of its mean square
/// over the bands, a signal's the root of its mean square over the frames.
class LoudnessLoss {
 public:
  LoudnessLoss(const LoudnessLossOptions& options, const at::Device& device);

  /// @param test, reference [B, T], T of at least one frame. @return scalar, 0 for equal signals
  [[nodiscard]] at::Tensor operator()(const at::Tensor& test, const at::Tensor& reference) const;

 private:
  [[nodiscard]] at::Tensor band_power(const at::Tensor& audio) const;
  [[nodiscard]] at::Tensor loudness(const at::Tensor& power) const;

  LoudnessLossOptions options_;
  std::int64_t size_;
  at::Tensor window_;     ///< [n]
  at::Tensor bands_;      ///< [K, bands], 0 or 1 or shares at the borders
  at::Tensor threshold_;  ///< [bands], power
};

}  // namespace driftwave::training
