#pragma once
/// A Vocoder on libtorch: any EpsilonNetwork with any plan of engine/diffusion.
#include <memory>

#include "vocoder/torch/diffusion_settings.h"
#include "vocoder/torch/epsilon_network.h"
#include "vocoder/vocoder.h"

namespace driftwave {

struct DiffusionVocoderParts {
  DiffusionSettings settings;
  NetworkTime time = NetworkTime::kTrainingStep;
  std::unique_ptr<EpsilonNetwork> network;
};

/// The default sampler is "ddpm", with the waveform clamped to -1..1 after each step as the public
/// implementations do; the others clamp at the end only. Noise is keyed by seed and sample.
[[nodiscard]] std::unique_ptr<Vocoder> make_diffusion_vocoder(DiffusionVocoderParts parts);

/// DiffWave or WaveGrad from a model file.
/// @throws Error naming the file for another architecture or a damaged model.
[[nodiscard]] std::unique_ptr<Vocoder> load_diffusion_vocoder(const SafetensorsFile& file);

}  // namespace driftwave
