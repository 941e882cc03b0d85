#pragma once
/// Where an acoustic training starts: the weights of a checkpoint or of a model, and who speaks in it.
#include "tts/training/acoustic_task.h"

namespace driftwave {

/// Fills the network from options.initial, if it names a file. A flow of another size than the config's is
/// left out, and melody networks of another size. Each speaker that a model names keeps its row of the
/// speaker embedding; others begin with that of options.speaker_like, or with the mean of all rows.
/// @throws Error naming the file when it lacks what the stage starts from, fits nowhere, or does not name
/// speaker_like.
void load_initial_weights(torch::nn::Module& network, const AcousticTaskOptions& options);

/// Config and statistics of a model file. @throws Error naming the file when it is no acoustic model.
struct InitialModel {
  std::filesystem::path file;
  AcousticConfig config;
  AcousticStatistics statistics;
};
[[nodiscard]] InitialModel read_initial_model(const std::filesystem::path& file);

}  // namespace driftwave
