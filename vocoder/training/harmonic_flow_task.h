#pragma once
/// The three stages that train HarmonicFlow: its prior, its flow, and the unrolled few-step sampler.
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/training/loop.h"
#include "engine/training/shards.h"
#include "vocoder/harmonic_flow/config.h"
#include "vocoder/training/ablation.h"
#include "vocoder/training/harmonic_flow_network.h"

namespace driftwave::training {

/// prior: multi-resolution STFT + mel loss on the prior's waveform; the flow is frozen.
/// flow: velocity towards the coupled target (couple()); the prior is frozen.
/// unrolled: STFT + mel loss on the waveform after 0, 1, 2 and 4 steps in turn; all of the network learns.
/// With score_draws the STFT and loudness losses give way to the energy score of several draws of the noise.
enum class HarmonicFlowStage { kPrior, kFlow, kUnrolled };

[[nodiscard]] std::string to_string(HarmonicFlowStage stage);

struct HarmonicFlowTaskOptions {
  HarmonicFlowStage stage = HarmonicFlowStage::kPrior;
  std::int64_t batch = 8;
  std::int64_t frames = 64;
  std::uint64_t seed = 0;
  double mel_loss_weight = 1.0;
  double loudness_loss_weight = 0.5;
  /// Draws of the unrolled stage's energy score (spectral_energy_score()); 0 trains for the mean, else >= 2.
  std::int64_t score_draws = 0;
  /// Euler steps of the unrolled stage, in turn.
  std::vector<int> unrolled_steps = {4, 1, 0, 2};
  /// Weight of the discriminators' loss in the unrolled stage (adversary.h); 0 trains without them.
  double adversarial_weight = 0;
  /// Of crops whose network is told the mel that an acoustic model made of the text (Utterance::told_mels),
  /// as it will be in use; the mel loss leaves them out.
  double told_share = 0;
  double smooth_share = 0;      ///< of crops whose network is told a mel without ripples
  double band_limit_share = 0;  ///< of crops that lose what lies above 3 to 16 kHz
  double speed_range_st = 0;    ///< crops play faster or slower by up to this
  Ablation without = {};
  double corner_hz = 4000.0;  ///< losses weigh 1 / (1 + f / corner)
  int projections = 4;        ///< of the coupled target
  std::int64_t validation_utterances = 12;
  std::string device = "cpu";
  bool bf16 = false;  ///< autocast; CUDA only
};

/// @throws Error when the shards' rate or hop is not the config's, or a split is empty.
[[nodiscard]] std::unique_ptr<TrainingTask> make_harmonic_flow_task(const HarmonicFlowConfig& config,
                                                                    const ShardSet& shards,
                                                                    HarmonicFlowNetwork& network,
                                                                    const HarmonicFlowTaskOptions& options);

}  // namespace driftwave::training
