#pragma once
/// Passes through the acoustic network that several stages and their validation share.
#include <ATen/core/Tensor.h>

#include "tts/training/acoustic_batch.h"
#include "tts/training/acoustic_network.h"
#include "tts/training/melody_loss.h"

namespace driftwave {

/// @param encoded [P, C]. @param expanded [N, C + kPositionFeatures].
/// @param noise [P, melody_noise], or undefined where melodies are not drawn
[[nodiscard]] MelodyDraw draw_melody(AcousticNetwork& network, const at::Tensor& encoded,
                                     const at::Tensor& expanded, const AcousticBatch& batch,
                                     const at::Tensor& noise);

/// One evaluation of the sampler. @param noise [N, M]. @return normalised mel over residual_scale, [N, M]
[[nodiscard]] at::Tensor sample_mel(AcousticNetwork& network, const AcousticBatch& batch, const MelMean& mean,
                                    const at::Tensor& noise, const AcousticConfig& config);

/// Half absolute, half square error of a mean mel within the recordings' bandwidths. @param mel [N, M]
[[nodiscard]] at::Tensor mel_error(const at::Tensor& mel, const AcousticBatch& batch);

/// Features of a predicted pitch, as the decoder gets them in use. @return [N, pitch_feature_count()]
[[nodiscard]] at::Tensor own_pitch_features(const PitchPrediction& pitch, const SpeakerPitch& speaker,
                                            const AcousticConfig& config);

}  // namespace driftwave
