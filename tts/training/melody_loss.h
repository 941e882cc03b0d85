#pragma once
/// Losses of durations, pitch and voicing.
#include <ATen/core/Tensor.h>

#include <span>

#include "engine/training/loop.h"
#include "tts/training/acoustic_batch.h"
#include "tts/training/acoustic_network.h"

namespace driftwave {

/// What each term of the loss is a mean over, summed over some utterances.
struct TermCounts {
  double frames = 0;
  double phonemes = 0;
  double pitch = 0;  ///< weights of frames by voicing

  [[nodiscard]] TermCounts over(const TermCounts& whole) const {
    return {frames / whole.frames, phonemes / whole.phonemes, pitch / whole.pitch};
  }
};

[[nodiscard]] TermCounts term_counts(std::span<const AcousticExample* const> examples);

/// What the networks say of one draw of their noise.
struct MelodyDraw {
  at::Tensor log_durations;  ///< [P], or undefined where durations do not learn
  PitchPrediction pitch;
};

/// One draw: squared error of log durations and log F0. Two or more: their energy score. Voicing:
/// cross-entropy.
/// @param shares of the whole batch that this part of it holds; the result weighs as its frames do.
[[nodiscard]] training::StepResult melody_loss(std::span<const MelodyDraw> draws, const AcousticBatch& batch,
                                               const TermCounts& shares, std::int64_t step);

/// Mean square error of log F0, weighted by voicing. @param log_f0 [N] normalised
[[nodiscard]] at::Tensor pitch_error(const at::Tensor& log_f0, const AcousticBatch& batch);

}  // namespace driftwave
