#pragma once
/// Mel settings as JSON, as model files carry them.
#include <nlohmann/json.hpp>
#include <string>

#include "engine/dsp/mel.h"

namespace driftwave {

[[nodiscard]] nlohmann::json to_json(const MelSettings& settings);

/// All keys are required. @throws Error naming `who` and the key at fault.
[[nodiscard]] MelSettings mel_settings_from_json(const nlohmann::json& json, const std::string& who);

}  // namespace driftwave
