#pragma once
/// Training of the acoustic model: durations, pitch, mel mean and flow residual together.
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "engine/model/safetensors.h"
#include "engine/training/loop.h"
#include "tts/training/acoustic_dataset.h"
#include "tts/training/acoustic_network.h"

namespace driftwave {

struct AcousticTaskOptions {
  AcousticConfig config;
  NetworkOptions network;
  std::int64_t batch = 8;       ///< utterances a step
  std::int64_t flow_batch = 4;  ///< of them, utterances that also train the flow
  /// First step of the flow: before it the mean is too rough to have a residual worth learning.
  std::int64_t flow_start = 0;
  std::uint64_t seed = 1;
};

/// @throws Error when batch sizes are not positive or flow_batch exceeds batch.
[[nodiscard]] std::unique_ptr<training::TrainingTask> make_acoustic_task(AcousticDataset dataset,
                                                                         const AcousticTaskOptions& options);

/// Writes the network's weights as a model file ("driftwave-acoustic"), with config and statistics.
/// @param card further metadata, such as licence and voice. @throws Error naming the file.
void export_acoustic_model(const std::filesystem::path& file, training::TrainingTask& task, DType store_as,
                           const std::map<std::string, std::string>& card);

}  // namespace driftwave
