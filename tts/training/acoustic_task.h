#pragma once
/// Training of the acoustic model in two stages: first durations, pitch and the mel's mean, then the flow
/// that adds what the mean leaves out.
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "engine/model/safetensors.h"
#include "engine/training/loop.h"
#include "tts/training/acoustic_dataset.h"
#include "tts/training/acoustic_network.h"

namespace driftwave {

enum class AcousticStage {
  kMean,  ///< everything but the flow
  kFlow,  ///< the flow alone, around the mean of a finished first stage
};

struct AcousticTaskOptions {
  AcousticConfig config;
  NetworkOptions network;
  AcousticStage stage = AcousticStage::kMean;
  std::int64_t batch = 8;  ///< utterances a step
  std::uint64_t seed = 1;
  /// A checkpoint or model whose weights to start from; the flow stage needs one.
  std::filesystem::path initial;
};

/// @throws Error when the batch is empty, or the initial weights are missing or do not fit.
[[nodiscard]] std::unique_ptr<training::TrainingTask> make_acoustic_task(AcousticDataset dataset,
                                                                         const AcousticTaskOptions& options);

/// Writes the network's weights as a model file ("driftwave-acoustic"), with config and statistics.
/// @param card further metadata, such as licence and voice. @throws Error naming the file.
void export_acoustic_model(const std::filesystem::path& file, training::TrainingTask& task, DType store_as,
                           const std::map<std::string, std::string>& card);

}  // namespace driftwave
