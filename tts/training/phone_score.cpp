#include "tts/training/phone_score.h"

#include <ATen/ATen.h>

#include <vector>

namespace driftwave {

training::EnergyScore phone_energy_score(PhoneClassifier& classifier, std::span<const at::Tensor> draws,
                                         const at::Tensor& target, const at::Tensor& mask,
                                         const Offsets& offsets, std::int64_t shift) {
  const auto features = [&](const at::Tensor& mel) { return classifier.features(mel, offsets).unsqueeze(0); };
  std::vector<at::Tensor> images;
  for (const at::Tensor& draw : draws)
    images.push_back(features(mask.defined() ? draw * mask + target * (1.0 - mask) : draw));
  const auto channels = static_cast<std::int64_t>(classifier.config().channels);
  const training::PatchOptions options{.sizes = {{1, channels}, {4, channels}}, .shift = shift};
  return training::energy_score(images, features(target), options);
}

training::EnergyScore phone_energy_score(PhoneClassifier& classifier, std::span<const at::Tensor> draws,
                                         const AcousticBatch& batch, std::int64_t shift,
                                         const MelNormalisation& scale) {
  const at::Tensor deviation = at::tensor(scale.statistics.mel_std, at::kFloat);
  const at::Tensor mean = at::tensor(scale.statistics.mel_mean, at::kFloat);
  std::vector<at::Tensor> mels;
  for (const at::Tensor& draw : draws)
    mels.push_back(draw * (scale.config.residual_scale * deviation) + mean);
  return phone_energy_score(classifier, mels, batch.mel * deviation + mean, batch.band_mask,
                            batch.frame_offsets, shift);
}

}  // namespace driftwave
