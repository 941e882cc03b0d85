#pragma once
/// Several utterances packed into tensors.
#include <ATen/core/Tensor.h>

#include <span>

#include "tts/training/acoustic_dataset.h"
#include "tts/training/packed_ops.h"

namespace driftwave {

/// P phonemes and N frames in all; see packed_ops.h.
struct AcousticBatch {
  at::Tensor symbols;   ///< [P] int64
  at::Tensor speakers;  ///< [P] int64
  Offsets phoneme_offsets;
  at::Tensor log_durations;     ///< [P] log(1 + frames)
  at::Tensor phoneme_of_frame;  ///< [N] int64
  Offsets frame_offsets;
  at::Tensor positions;       ///< [N, kPositionFeatures]
  at::Tensor pitch_features;  ///< [N, pitch_feature_count()]
  at::Tensor mel;             ///< [N, M] normalised
  at::Tensor band_mask;  ///< [N, M] 1 where the recording has a band, 0 above its bandwidth; or undefined
  at::Tensor log_f0;     ///< [N] normalised
  at::Tensor voicing;    ///< [N]
};

[[nodiscard]] AcousticBatch make_acoustic_batch(std::span<const AcousticExample* const> examples,
                                                const AcousticConfig& config,
                                                const AcousticStatistics& statistics);

/// Rows of `array` as a tensor of its own.
[[nodiscard]] at::Tensor to_tensor(const Array2<float>& array);

}  // namespace driftwave
