#pragma once
/// Trains DiffWave and WaveGrad: noise is added to crops of recordings, the network says which.
#include <cstdint>
#include <memory>
#include <string>

#include "engine/training/loop.h"
#include "engine/training/shards.h"
#include "vocoder/torch/diffusion_settings.h"
#include "vocoder/torch/epsilon_network.h"

namespace driftwave::training {

struct EpsilonTaskOptions {
  std::int64_t batch = 8;
  std::int64_t frames = 62;  ///< of a crop
  std::uint64_t seed = 0;
  /// Draw timesteps by their loss; otherwise evenly.
  bool importance = true;
  bool squared_error = false;  ///< as in the papers' bound; otherwise absolute, as they train
  std::int64_t validation_utterances = 8;
  std::int64_t validation_frames = 128;  ///< of each, from its start
  std::int64_t bands = 8;                ///< of timesteps, for the log
  std::string device = "cpu";
};

/// DiffWave (NetworkTime::kTrainingStep) draws whole steps t and uses alpha_bar[t]; WaveGrad (kNoiseLevel)
/// draws a step and then a level evenly between sqrt(alpha_bar) before and after it.
///
/// validate() gives the loss, the variational bound in bits per sample with what each band of timesteps adds
/// to it ("bits_0" is the cleanest), and the M-STFT distance of the model's own short sampler.
///
/// @param model the network's config, kept in checkpoints. @throws Error when the shards' rate or hop is not
/// the settings', or a split is empty.
[[nodiscard]] std::unique_ptr<TrainingTask> make_epsilon_task(const DiffusionSettings& settings,
                                                              NetworkTime time, nlohmann::json model,
                                                              const ShardSet& shards, EpsilonNetwork& network,
                                                              const EpsilonTaskOptions& options);

/// unit_decibel_mel() in libtorch. @param audio [T]. @return [M, F], F = T / hop + 1
[[nodiscard]] at::Tensor unit_decibel_mel_tensor(const at::Tensor& audio, const MelSettings& settings);

}  // namespace driftwave::training
