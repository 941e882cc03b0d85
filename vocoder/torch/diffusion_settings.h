#pragma once
/// What DiffWave and WaveGrad have in common besides a network: mel settings and noise schedules. No
/// libtorch.
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/core/config.h"
#include "engine/diffusion/path.h"
#include "engine/dsp/mel.h"

namespace driftwave {

struct DiffusionSettings {
  MelSettings mel;
  std::vector<double> training_betas;   ///< [T] cleanest first
  std::vector<double> inference_betas;  ///< the default schedule of the sampler
};

/// What the network is told about a point of a schedule.
enum class NetworkTime {
  kTrainingStep,  ///< DiffWave: fractional step of the training schedule
  kNoiseLevel,    ///< WaveGrad: sqrt(alpha_bar)
};

/// Adds "mel", "training_betas" and "inference_betas".
void add_to_json(const DiffusionSettings& settings, nlohmann::json& json);
/// Reads what add_to_json() wrote. @throws Error naming the key at fault.
[[nodiscard]] DiffusionSettings read_diffusion_settings(ConfigReader& reader, const std::string& who);

/// Reads "architecture". @throws Error unless it is `want`.
void check_architecture(ConfigReader& reader, const std::string& who, const std::string& want);
/// @throws Error naming the setting unless it lies in low..high.
void check_setting(const std::string& who, const char* key, int value, int low, int high);

struct ScheduleChoice {
  int steps = -1;        ///< -1: as many as the schedule has
  std::string schedule;  ///< a name or a file; empty: the model's own
};

/// The points that a sampler goes through. Without a schedule, as many steps as `inference_betas` has take
/// those, and any other number takes levels evenly spaced over the training schedule.
/// @throws Error on an unknown or malformed schedule, a length that is not `steps`, or more noise than the
/// network was trained with.
[[nodiscard]] std::vector<PathPoint> sampling_path(const DiffusionSettings& settings, NetworkTime time,
                                                   const ScheduleChoice& choice);

}  // namespace driftwave
