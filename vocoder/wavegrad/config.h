#pragma once
/// WaveGrad (Chen et al. 2021, arXiv:2009.00713): what a model file says about its network. No libtorch.
#include <array>
#include <nlohmann/json.hpp>
#include <string>

#include "vocoder/torch/diffusion_settings.h"

namespace driftwave {

inline constexpr const char* kWaveGradArchitecture = "wavegrad";
/// Up-sampling factors from mel to waveform; their product is the hop, 300.
inline constexpr std::array<int, 5> kWaveGradFactors = {5, 5, 3, 2, 2};

struct WaveGradConfig {
  DiffusionSettings diffusion;
  int input_channels = 768;                                     ///< of the mel's first convolution
  std::array<int, 5> up_channels = {512, 512, 256, 128, 128};   ///< of each up-sampling block
  std::array<int, 5> down_channels = {32, 128, 128, 256, 512};  ///< of the waveform at each lower rate
};

/// The mel of lmnt-com/wavegrad: hop 300, window 1200 in 2048, 128 bands from 20 Hz, decibels in 0..1.
[[nodiscard]] MelSettings wavegrad_mel_settings(int sample_rate_hz = 22050);
/// Base: 15 million weights, a thousand training levels, and a six-step schedule as default.
[[nodiscard]] WaveGradConfig wavegrad_base();

/// @throws Error naming the setting that is out of range.
void validate(const WaveGradConfig& config, const std::string& who);
[[nodiscard]] nlohmann::json to_json(const WaveGradConfig& config);
/// @throws Error naming the key at fault.
[[nodiscard]] WaveGradConfig wavegrad_config_from_json(const nlohmann::json& json, const std::string& who);

}  // namespace driftwave
