#pragma once
/// The config that weights on disk were made for.
#include "engine/model/safetensors.h"
#include "vocoder/harmonic_flow/config.h"

namespace driftwave::training {

/// @param file a model, or a checkpoint of a vocoder run. @throws Error naming the file and what is wrong.
[[nodiscard]] HarmonicFlowConfig stored_config(const SafetensorsFile& file);

}  // namespace driftwave::training
