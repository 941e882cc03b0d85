#pragma once
/// Trains the sound model by an energy score: two draws of a sound from independent noise, compared with a
/// recording's map and with each other, on the levels that they stand for.
#include <memory>

#include "engine/training/loop.h"
#include "vocoder/sounds/training/sound_set.h"

namespace driftwave::training {

/// The network of vocoder/sounds, for training. Its buffers hold what is computed from the set and not
/// trained: bases, quantiles and centroids.
class SoundNetwork {
 public:
  virtual ~SoundNetwork() = default;
  [[nodiscard]] virtual torch::nn::Module& module() = 0;
  /// @param noise [B, noise] @param classes [B] int64, the number of classes for none
  /// @param descriptors [B, 2 * kDescriptors] values and which of them are given
  /// @return [B, coefficients]
  [[nodiscard]] virtual at::Tensor forward(const at::Tensor& noise, const at::Tensor& classes,
                                           const at::Tensor& descriptors, SoundFamily family) = 0;
};

/// Weights are drawn from torch's generator: seed it first.
[[nodiscard]] std::unique_ptr<SoundNetwork> make_sound_network(const SoundModelConfig& config);

struct SoundTaskOptions {
  std::int64_t batch = 96;  ///< sounds of each family in a step
  double drop_class = 0.1;
  double drop_descriptor = 0.35;       ///< each
  double drop_all_descriptors = 0.25;  ///< of a sound
  std::uint64_t seed = 0;
};

/// What a model knows besides its weights, from the sounds to learn from.
struct SoundStatistics {
  struct Basis {
    at::Tensor mean;         ///< [cells]
    at::Tensor vectors;      ///< [coefficients, cells], as long as the component is wide
    at::Tensor descriptors;  ///< [2, kDescriptors]
    double explained = 0;    ///< share of the variance
  };
  std::vector<Basis> bases;  ///< of each family
  at::Tensor quantiles;      ///< [classes, kDescriptors * kQuantiles]
  at::Tensor centroids;      ///< [classes, coefficients]
};

/// Principal components by subspace iteration (Halko et al. 2011, arXiv:0909.4061).
/// @throws Error when a family has fewer sounds than there are coefficients.
[[nodiscard]] SoundStatistics sound_statistics(const SoundSet& set, const SoundModelConfig& config,
                                               std::uint64_t seed);

/// validate() gives the score of held-out sounds (of training sounds where none are held out), "train" the
/// same of training sounds, and "spread" over "error", which is 1 where draws vary as the sounds do.
/// @param set, network, statistics must outlive the task.
[[nodiscard]] std::unique_ptr<TrainingTask> make_sound_task(const SoundModelConfig& config,
                                                            const SoundSet& set,
                                                            const SoundStatistics& statistics,
                                                            SoundNetwork& network,
                                                            const SoundTaskOptions& options);

/// Writes network and statistics. @throws Error naming the file.
void export_sound_model(const std::filesystem::path& file, SoundNetwork& network,
                        const SoundStatistics& statistics,
                        const std::map<std::string, std::string>& metadata);

}  // namespace driftwave::training
