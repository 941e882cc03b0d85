#pragma once
/// Training of the acoustic model in stages: durations, pitch and the mel's mean; then the network that adds
/// what the mean leaves out, as a flow or, through an energy score, as a one-step sampler; and the melody
/// once more by itself, which is learned by heart long before the mel is learned.
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "engine/model/safetensors.h"
#include "engine/training/loop.h"
#include "tts/training/acoustic_dataset.h"
#include "tts/training/acoustic_network.h"
#include "tts/training/phone_classifier.h"

namespace driftwave {

enum class AcousticStage {
  kMean,   ///< everything but the flow
  kFlow,   ///< the flow alone, around the mean of a finished first stage
  kScore,  ///< the one-step sampler through the energy score, alone or with all of the model
  /// The pitch network, and that of durations where they are drawn, from the beginning; on the encoder of a
  /// finished first stage.
  kPitch,
};

struct AcousticTaskOptions {
  AcousticConfig config;
  NetworkOptions network;
  AcousticStage stage = AcousticStage::kMean;
  std::int64_t batch = 8;  ///< utterances a step
  std::uint64_t seed = 1;
  std::int64_t score_draws = 2;  ///< draws of the score stage, and of melodies that are drawn
  bool score_whole = false;      ///< the score stage teaches the whole model, not the sampler alone
  /// Whose features the score stage scores draws in, too (phone_score.h); null: mels alone.
  std::shared_ptr<PhoneClassifier> listener;
  double phone_weight = 1.0;                              ///< of that score beside the mels'
  double temperature = 0.6;                               ///< that the written model speaks with in low bands
  std::optional<double> high_temperature = std::nullopt;  ///< the same in high ones; empty: as in low ones
  double melody_temperature = 1.0;                        ///< the same of its durations and pitch
  double pitch_input_dropout = 0.5;  ///< of whole channels of the pitch network's input, in its own stage
  /// A checkpoint or model whose weights to start from (initial_weights.h); the flow and pitch stages need
  /// one.
  std::filesystem::path initial;
  /// Whose row of the initial model's speaker embedding new speakers begin with; empty: the mean of all.
  std::string speaker_like;
  bool speaker_alone = false;  ///< nothing but the speaker embedding learns
};

/// @throws Error when the batch is empty, or the initial weights are missing or do not fit.
[[nodiscard]] std::unique_ptr<training::TrainingTask> make_acoustic_task(AcousticDataset dataset,
                                                                         const AcousticTaskOptions& options);

[[nodiscard]] std::string to_string(AcousticStage stage);

/// Writes the network's weights as a model file ("driftwave-acoustic"), with config and statistics, among
/// them the melody_gain that gives held-out utterances the spread of their recordings.
/// @param card further metadata, such as licence and voice. @throws Error naming the file.
void export_acoustic_model(const std::filesystem::path& file, training::TrainingTask& task, DType store_as,
                           const std::map<std::string, std::string>& card);

}  // namespace driftwave
