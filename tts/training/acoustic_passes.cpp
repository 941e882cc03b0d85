#include "tts/training/acoustic_passes.h"

#include <ATen/ATen.h>

#include <cmath>
#include <vector>

#include "tts/acoustic/conditioning.h"

namespace driftwave {
namespace {

/// Mean over what the mask leaves. @param mask [N, M] or undefined
at::Tensor masked_mean(const at::Tensor& x, const at::Tensor& mask) {
  return mask.defined() ? (x * mask).sum() / mask.sum() : x.mean();
}

}  // namespace

MelodyDraw draw_melody(AcousticNetwork& network, const at::Tensor& encoded, const at::Tensor& expanded,
                       const AcousticBatch& batch, const at::Tensor& noise) {
  const at::Tensor over_frames = noise.defined() ? noise.index_select(0, batch.phoneme_of_frame) : noise;
  return {network.log_durations(encoded.detach(), noise, batch.phoneme_offsets),
          network.pitch(expanded, over_frames, batch.frame_offsets)};
}

at::Tensor sample_mel(AcousticNetwork& network, const AcousticBatch& batch, const MelMean& mean,
                      const at::Tensor& noise, const AcousticConfig& config) {
  const at::Tensor start = at::zeros({static_cast<std::int64_t>(batch.frame_offsets.size()) - 1});
  return mean.mel / config.residual_scale + noise + network.velocity(noise, start, mean, batch.frame_offsets);
}

at::Tensor mel_error(const at::Tensor& mel, const AcousticBatch& batch) {
  const at::Tensor difference = mel - batch.mel;
  return 0.5 * masked_mean(difference.abs() + difference.square(), batch.band_mask);
}

at::Tensor own_pitch_features(const PitchPrediction& pitch, const SpeakerPitch& speaker,
                              const AcousticConfig& config) {
  const at::Tensor log_f0 = pitch.log_f0 * speaker.log_f0_std + speaker.log_f0_mean;
  std::vector<float> f0_hz;
  std::vector<float> voicing;
  for (std::int64_t f = 0; f < log_f0.size(0); ++f) {
    f0_hz.push_back(std::exp(log_f0[f].item<float>()));
    voicing.push_back(voicing_from_logit(pitch.voicing_logit[f].item<float>()));
  }
  return to_tensor(pitch_features(f0_hz, voicing, config, speaker));
}

}  // namespace driftwave
