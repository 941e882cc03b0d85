#include "vocoder/training/stored_config.h"

#include "engine/core/config.h"

namespace driftwave::training {

HarmonicFlowConfig stored_config(const SafetensorsFile& file) {
  const std::string who = file.path().string() + ": config";
  const nlohmann::json json = parse_json(file.metadata("config"), who);
  const auto of_checkpoint = json.find("model");
  return harmonic_flow_config_from_json(of_checkpoint == json.end() ? json : *of_checkpoint, who);
}

}  // namespace driftwave::training
