#pragma once
/// A handful of made-up utterances, small enough to train on in a test.
#include <cmath>

#include "engine/core/noise.h"
#include "tests/tts/acoustic/tiny_model.h"
#include "tts/training/acoustic_dataset.h"

namespace driftwave::testing {

inline AcousticExample made_up_example(std::uint32_t index) {
  const AcousticConfig config = tiny_config();
  AcousticExample example;
  example.bands = config.mel.mels;
  example.id = "utterance-" + std::to_string(index);
  example.symbols = {1, 30, 22, 12 + static_cast<std::int32_t>(index), 3, 7, 2};
  example.frames = {2, 4, 0, 6, 0, 5, 3};
  example.mel = Array2<float>(20, static_cast<std::size_t>(config.mel.mels));
  gaussian_noise({.seed = 3, .channel = index}, 0, example.mel.values());
  for (std::size_t f = 0; f < 20; ++f) {
    example.f0_hz.push_back(180.0F + 4.0F * static_cast<float>(f));
    example.voicing.push_back(f % 5 == 0 ? 0.0F : 1.0F);
  }
  return example;
}

inline AcousticDataset made_up_dataset() {
  AcousticDataset dataset;
  dataset.statistics = tiny_statistics();
  for (std::uint32_t i = 0; i < 6; ++i) dataset.train.push_back(made_up_example(i));
  dataset.validation.push_back(made_up_example(6));
  return dataset;
}

}  // namespace driftwave::testing
