#pragma once
/// The acoustic model's network for training; tts/acoustic/acoustic_model.h is its native twin.
///
/// Phonemes -> encoder -> [durations] -> frames -> pitch -> mel mean -> flow residual. Sequences are packed
/// (packed_ops.h): N is the sum of the batch's frames, P that of its phonemes.
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>

#include "tts/acoustic/acoustic_config.h"
#include "tts/training/packed_ops.h"

namespace torch::nn {
class Module;
}

namespace driftwave {

struct PitchPrediction {
  at::Tensor log_f0;         ///< [N] normalised
  at::Tensor voicing_logit;  ///< [N]
};

struct MelMean {
  at::Tensor mel;     ///< [N, M] normalised: the expected mel, what the voice says at 0 steps
  at::Tensor hidden;  ///< [N, decoder_channels]
};

class AcousticNetwork {
 public:
  virtual ~AcousticNetwork() = default;
  [[nodiscard]] virtual torch::nn::Module& module() = 0;

  /// @param ids [P] int64. @param speakers [P] int64, not looked at by a model of one voice.
  /// @return [P, encoder_channels]
  [[nodiscard]] virtual at::Tensor encode(const at::Tensor& ids, const at::Tensor& speakers,
                                          const Offsets& phonemes) = 0;
  /// @param noise [P, melody_noise]. @return [P] log(1 + frames)
  [[nodiscard]] virtual at::Tensor log_durations(const at::Tensor& encoded, const at::Tensor& noise,
                                                 const Offsets& phonemes) = 0;
  /// Repeats phonemes over their frames. @param phoneme_of_frame [N] int64 into the packed phonemes.
  /// @param positions [N, kPositionFeatures]. @return [N, encoder_channels + kPositionFeatures]
  [[nodiscard]] virtual at::Tensor expand(const at::Tensor& encoded, const at::Tensor& phoneme_of_frame,
                                          const at::Tensor& positions) = 0;
  /// @param noise [N, melody_noise]
  [[nodiscard]] virtual PitchPrediction pitch(const at::Tensor& expanded, const at::Tensor& noise,
                                              const Offsets& frames) = 0;
  /// @param pitch_features [N, pitch_feature_count()]
  [[nodiscard]] virtual MelMean decode(const at::Tensor& expanded, const at::Tensor& pitch_features,
                                       const Offsets& frames) = 0;
  /// Velocity of the residual (mel - mean) / residual_scale on the straight path from noise (t = 0) to data
  /// (t = 1); rectified flow, Liu et al. 2022, arXiv:2209.03003.
  /// @param residual [N, M]. @param time [B], one per sequence. @return [N, M]
  [[nodiscard]] virtual at::Tensor velocity(const at::Tensor& residual, const at::Tensor& time,
                                            const MelMean& mean, const Offsets& frames) = 0;
};

struct NetworkOptions {
  double dropout = 0.1;        ///< of the blocks of encoder, decoder and flow; a sampler drops nothing
  double heads_dropout = 0.3;  ///< of the blocks of durations and pitch
  bool bfloat16 = false;       ///< products inside the blocks in bfloat16 while training
  /// Compute the blocks again in the backward pass: engine/training/activation_checkpoint.h.
  bool checkpoint_activations = false;
};

/// Freshly initialised from `seed`.
[[nodiscard]] std::unique_ptr<AcousticNetwork> make_acoustic_network(const AcousticConfig& config,
                                                                     const NetworkOptions& options,
                                                                     std::uint64_t seed);

}  // namespace driftwave
