#pragma once
/// DiffWave (Kong et al. 2021, arXiv:2009.09761): what a model file says about its network. No libtorch.
#include <nlohmann/json.hpp>
#include <string>

#include "vocoder/torch/diffusion_settings.h"

namespace driftwave {

inline constexpr const char* kDiffWaveArchitecture = "diffwave";

struct DiffWaveConfig {
  DiffusionSettings diffusion;
  int residual_layers = 30;
  int residual_channels = 64;
  int dilation_cycle = 10;       ///< layer i is dilated by 2^(i mod cycle)
  int embedding_channels = 512;  ///< of the training step's embedding
  bool unconditional = false;    ///< hears no mel; diffusion.mel then gives rate and hop only
};

/// The mel of lmnt-com/diffwave: 22.05 kHz, hop 256, 80 bands from 20 Hz, decibels in 0..1.
[[nodiscard]] MelSettings diffwave_mel_settings();
/// BASE: 64 channels, 50 steps, and the six-step schedule of the paper as default.
[[nodiscard]] DiffWaveConfig diffwave_base();
/// LARGE: 128 channels, 200 steps.
[[nodiscard]] DiffWaveConfig diffwave_large();

/// @throws Error naming the setting that is out of range.
void validate(const DiffWaveConfig& config, const std::string& who);
[[nodiscard]] nlohmann::json to_json(const DiffWaveConfig& config);
/// @throws Error naming the key at fault.
[[nodiscard]] DiffWaveConfig diffwave_config_from_json(const nlohmann::json& json, const std::string& who);

}  // namespace driftwave
