#include "vocoder/torch/diffusion_settings.h"

#include "engine/core/error.h"
#include "engine/diffusion/schedule.h"
#include "engine/dsp/mel_json.h"

namespace driftwave {
namespace {

std::vector<double> read_list(ConfigReader& reader, const std::string& key, const std::string& who) {
  nlohmann::json list;
  reader.required(key, list);
  if (!list.is_array()) throw Error("{}: key \"{}\": want a list, got {}", who, key, list.type_name());
  std::vector<double> betas;
  for (const auto& value : list) {
    if (!value.is_number()) throw Error("{}: key \"{}\": want numbers, got {}", who, key, value.type_name());
    betas.push_back(value.get<double>());
  }
  validate_betas(betas, who + ": " + key);
  return betas;
}

std::vector<double> chosen_betas(const DiffusionSettings& settings, const ScheduleChoice& choice) {
  if (choice.steps == 0 || choice.steps < -1)
    throw Error("vocoder: steps: want 1..{} for this model, got {}", settings.training_betas.size(),
                choice.steps);
  const int steps = choice.steps < 0 ? 0 : choice.steps;
  const auto own = static_cast<int>(settings.inference_betas.size());
  if (!choice.schedule.empty()) return betas_from(choice.schedule, steps);
  if (steps == 0 || steps == own) return settings.inference_betas;
  if (steps == static_cast<int>(settings.training_betas.size())) return settings.training_betas;
  return resample_betas(settings.training_betas, steps);
}

}  // namespace

void add_to_json(const DiffusionSettings& settings, nlohmann::json& json) {
  json["mel"] = to_json(settings.mel);
  json["training_betas"] = settings.training_betas;
  json["inference_betas"] = settings.inference_betas;
}

DiffusionSettings read_diffusion_settings(ConfigReader& reader, const std::string& who) {
  DiffusionSettings settings;
  nlohmann::json mel;
  reader.required("mel", mel);
  settings.mel = mel_settings_from_json(mel, who + ": mel");
  settings.training_betas = read_list(reader, "training_betas", who);
  settings.inference_betas = read_list(reader, "inference_betas", who);
  return settings;
}

void check_architecture(ConfigReader& reader, const std::string& who, const std::string& want) {
  std::string architecture;
  reader.required("architecture", architecture);
  if (architecture != want) throw Error("{}: architecture: want {}, got {}", who, want, architecture);
}

void check_setting(const std::string& who, const char* key, int value, int low, int high) {
  if (value < low || value > high) throw Error("{}: {}: want {}..{}, got {}", who, key, low, high, value);
}

std::vector<PathPoint> sampling_path(const DiffusionSettings& settings, NetworkTime time,
                                     const ScheduleChoice& choice) {
  const std::vector<double> betas = chosen_betas(settings, choice);
  if (time == NetworkTime::kNoiseLevel) return vp_path(betas);
  return vp_path(betas, align_steps(betas, settings.training_betas));
}

}  // namespace driftwave
