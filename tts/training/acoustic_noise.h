#pragma once
/// Noise of a batch, keyed by example: a batch drawn in parts gets what the whole would have drawn.
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <span>

#include "tts/training/acoustic_dataset.h"

namespace driftwave {

struct AcousticNoise {
  const AcousticConfig& config;
  std::span<const AcousticExample* const> examples;
  std::int64_t first = 0;  ///< index of the first example among all that the run draws
  std::uint32_t draw = 0;  ///< draws of one example are independent
  std::uint64_t seed = 0;
};

/// @return [N, M] standard normal
[[nodiscard]] at::Tensor mel_noise(const AcousticNoise& key);

/// @return [B] uniform in 0..1
[[nodiscard]] at::Tensor flow_times(const AcousticNoise& key);

/// Noise that durations and pitch are drawn from. @return [P, melody_noise], see shared_over_utterance()
[[nodiscard]] at::Tensor melody_noise(const AcousticNoise& key);

/// The first half of the channels is each phoneme's own; the second half is one thing over the utterance, its
/// first phoneme's. @param noise [P, channels] of one utterance
[[nodiscard]] at::Tensor shared_over_utterance(const at::Tensor& noise);

}  // namespace driftwave
