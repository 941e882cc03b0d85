#pragma once
/// Trains mel completion: parts of recordings' mels are hidden, the network says what was there.
#include <memory>

#include "engine/training/loop.h"
#include "engine/training/shards.h"
#include "vocoder/mel_completion/config.h"

namespace driftwave::training {

/// The network of vocoder/mel_completion, for training.
class MelCompletionNetwork {
 public:
  virtual ~MelCompletionNetwork() = default;
  [[nodiscard]] virtual torch::nn::Module& module() = 0;
  /// @param rows [B, F, 2 M + 3] as fill_completion_row. @return [B, F, M + 1] normalised mel, and voicing
  [[nodiscard]] virtual at::Tensor forward(const at::Tensor& rows) = 0;
};

/// Weights are drawn from torch's generator: seed it first.
[[nodiscard]] std::unique_ptr<MelCompletionNetwork> make_mel_completion_network(
    const MelCompletionConfig& config);

struct MelCompletionTaskOptions {
  std::int64_t batch = 8;
  std::int64_t frames = 128;  ///< of a crop
  std::uint64_t seed = 0;
  std::int64_t validation_utterances = 24;
};

/// Half of the crops lose all bands above some frequency between 3 and 14 kHz, the others one to three gaps
/// of 3 to 32 frames, with pitch and voicing. The loss is the mean absolute difference of what was hidden.
///
/// validate() gives, in natural-log units: the mean of the next three; "gap_100ms" a gap of 100 ms in the
/// middle; "above_4k" and "above_8k" all bands above; and "bridge_...", the same of the straight lines that
/// the network corrects.
///
/// @throws Error when the shards' rate or hop is not the config's, or a split is empty.
[[nodiscard]] std::unique_ptr<TrainingTask> make_mel_completion_task(const MelCompletionConfig& config,
                                                                     const ShardSet& shards,
                                                                     MelCompletionNetwork& network,
                                                                     const MelCompletionTaskOptions& options);

}  // namespace driftwave::training
