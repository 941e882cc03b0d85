#pragma once
/// Energy score of mels in the features of a frame classifier: draws shall differ from the recording in what
/// makes a phone that phone only as far as recordings of it differ.
#include <ATen/core/Tensor.h>

#include <span>

#include "engine/training/energy_score.h"
#include "tts/training/acoustic_batch.h"
#include "tts/training/phone_classifier.h"

namespace driftwave {

/// @param draws at least two of [N, M], natural log mels, packed. @param target [N, M].
/// @param mask [N, M] 1 where the recording has a band, or undefined: elsewhere draws are as the target.
/// @param shift moves the patches, as in PatchOptions.
[[nodiscard]] training::EnergyScore phone_energy_score(PhoneClassifier& classifier,
                                                       std::span<const at::Tensor> draws,
                                                       const at::Tensor& target, const at::Tensor& mask,
                                                       const Offsets& offsets, std::int64_t shift);

/// How a model's mels are normalised.
struct MelNormalisation {
  const AcousticConfig& config;
  const AcousticStatistics& statistics;
};

/// The same for draws of a batch. @param draws [N, M] normalised mels over residual_scale.
[[nodiscard]] training::EnergyScore phone_energy_score(PhoneClassifier& classifier,
                                                       std::span<const at::Tensor> draws,
                                                       const AcousticBatch& batch, std::int64_t shift,
                                                       const MelNormalisation& scale);

}  // namespace driftwave
