#include "vocoder/diffwave/config.h"

#include "engine/core/error.h"
#include "engine/diffusion/schedule.h"

namespace driftwave {

MelSettings diffwave_mel_settings() {
  return {.sample_rate_hz = 22050,
          .n_fft = 1024,
          .hop_samples = 256,
          .mels = 80,
          .low_hz = 20.0,
          .high_hz = 11025.0,
          .floor = 1e-5,
          .scale = MelScale::kUnitDecibels};
}

DiffWaveConfig diffwave_base() {
  return {.diffusion = {.mel = diffwave_mel_settings(),
                        .training_betas = named_betas("diffwave-50"),
                        .inference_betas = named_betas("diffwave-6")}};
}

DiffWaveConfig diffwave_large() {
  DiffWaveConfig config = diffwave_base();
  config.diffusion.training_betas = named_betas("diffwave-200");
  config.residual_channels = 128;
  return config;
}

void validate(const DiffWaveConfig& c, const std::string& who) {
  check_setting(who, "residual_layers", c.residual_layers, 1, 256);
  check_setting(who, "residual_channels", c.residual_channels, 1, 2048);
  check_setting(who, "dilation_cycle", c.dilation_cycle, 1, 16);
  check_setting(who, "embedding_channels", c.embedding_channels, 1, 4096);
  if (c.diffusion.training_betas.size() < 2) throw Error("{}: training_betas: want at least 2, got 1", who);
  // Two transposed convolutions of stride 16 bring the mel to the waveform's rate.
  if (!c.unconditional) check_setting(who, "mel: hop_samples", c.diffusion.mel.hop_samples, 256, 256);
}

nlohmann::json to_json(const DiffWaveConfig& c) {
  nlohmann::json json = {{"architecture", kDiffWaveArchitecture},      {"residual_layers", c.residual_layers},
                         {"residual_channels", c.residual_channels},   {"dilation_cycle", c.dilation_cycle},
                         {"embedding_channels", c.embedding_channels}, {"unconditional", c.unconditional}};
  add_to_json(c.diffusion, json);
  return json;
}

DiffWaveConfig diffwave_config_from_json(const nlohmann::json& json, const std::string& who) {
  DiffWaveConfig c;
  ConfigReader reader(json, who);
  check_architecture(reader, who, kDiffWaveArchitecture);
  reader.required("residual_layers", c.residual_layers);
  reader.required("residual_channels", c.residual_channels);
  reader.required("dilation_cycle", c.dilation_cycle);
  reader.optional("embedding_channels", c.embedding_channels);
  reader.required("unconditional", c.unconditional);
  c.diffusion = read_diffusion_settings(reader, who);
  reader.finish();
  validate(c, who);
  return c;
}

}  // namespace driftwave
