#pragma once
/// From public checkpoints of DiffWave and WaveGrad to our model files. No libtorch, and no pickle is run.
#include <filesystem>
#include <string>

#include "engine/model/safetensors.h"

namespace driftwave {

struct ImportOptions {
  /// Training schedule by name or file, for checkpoints that do not hold theirs
  /// (engine/diffusion/schedule.h).
  std::string training_schedule = {};
  int sample_rate_hz = 0;  ///< 0: the checkpoint's, or 22050
  std::string licence = {};
  DType store_as = DType::kF32;
};

/// Reads a checkpoint in the layout of lmnt-com/diffwave or lmnt-com/wavegrad: a dictionary whose "model" is
/// the state dictionary and whose "params" say mel and schedule, or a bare state dictionary. Weights that are
/// split into weight_g and weight_v (weight normalisation) are multiplied out.
/// @return the architecture. @throws Error naming the file and what is wrong with it.
std::string import_checkpoint(const std::filesystem::path& checkpoint, const std::filesystem::path& model,
                              const ImportOptions& options);

}  // namespace driftwave
