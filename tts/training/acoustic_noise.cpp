#include "tts/training/acoustic_noise.h"

#include <ATen/ATen.h>

#include <vector>

#include "engine/training/keyed_noise.h"

namespace driftwave {
namespace {

constexpr std::int64_t kMostRows = 1 << 20;  // of one example's noise

}  // namespace

at::Tensor mel_noise(const AcousticNoise& key) {
  std::vector<at::Tensor> noise;
  for (std::size_t i = 0; i < key.examples.size(); ++i)
    noise.push_back(
        training::normal_rows({.seed = key.seed, .purpose = NoisePurpose::kMelDecoder, .channel = key.draw},
                              {.first = (key.first + static_cast<std::int64_t>(i)) * kMostRows,
                               .count = static_cast<std::int64_t>(key.examples[i]->mel.rows()),
                               .columns = key.config.mel.mels}));
  return at::cat(noise);
}

at::Tensor flow_times(const AcousticNoise& key) {
  return training::uniform_rows({.seed = key.seed, .purpose = NoisePurpose::kStep},
                                {.first = key.first, .count = static_cast<std::int64_t>(key.examples.size())})
      .squeeze(1);
}

at::Tensor melody_noise(const AcousticNoise& key) {
  std::vector<at::Tensor> noise;
  for (std::size_t i = 0; i < key.examples.size(); ++i)
    noise.push_back(shared_over_utterance(
        training::normal_rows({.seed = key.seed, .purpose = NoisePurpose::kMelody, .channel = key.draw},
                              {.first = (key.first + static_cast<std::int64_t>(i)) * kMostRows,
                               .count = static_cast<std::int64_t>(key.examples[i]->symbols.size()),
                               .columns = key.config.melody_noise})));
  return at::cat(noise);
}

at::Tensor shared_over_utterance(const at::Tensor& noise) {
  const std::int64_t own = noise.size(1) / 2;
  const at::Tensor shared = noise.slice(0, 0, 1).slice(1, own).expand({noise.size(0), -1});
  return at::cat({noise.slice(1, 0, own), shared}, 1);
}

}  // namespace driftwave
