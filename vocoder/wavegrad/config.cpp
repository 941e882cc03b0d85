#include "vocoder/wavegrad/config.h"

#include "engine/core/error.h"
#include "engine/diffusion/schedule.h"

namespace driftwave {
namespace {

void read_five(ConfigReader& reader, const char* key, const std::string& who, std::array<int, 5>& values) {
  nlohmann::json list;
  reader.required(key, list);
  if (!list.is_array() || list.size() != values.size())
    throw Error("{}: key \"{}\": want a list of {} integers", who, key, values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!list[i].is_number_integer()) throw Error("{}: key \"{}\": want integers", who, key);
    values[i] = list[i].get<int>();
  }
}

}  // namespace

MelSettings wavegrad_mel_settings(int sample_rate_hz) {
  return {.sample_rate_hz = sample_rate_hz,
          .n_fft = 2048,
          .hop_samples = 300,
          .mels = 128,
          .low_hz = 20.0,
          .high_hz = sample_rate_hz / 2.0,
          .floor = 1e-5,
          .scale = MelScale::kUnitDecibels,
          .window_samples = 1200};
}

WaveGradConfig wavegrad_base() {
  return {.diffusion = {.mel = wavegrad_mel_settings(),
                        .training_betas = named_betas("wavegrad-1000"),
                        .inference_betas = named_betas("wavegrad-6")}};
}

void validate(const WaveGradConfig& c, const std::string& who) {
  check_setting(who, "input_channels", c.input_channels, 1, 4096);
  for (const int channels : c.up_channels) check_setting(who, "up_channels", channels, 1, 4096);
  // The noise level's encoding fills channels in pairs.
  for (const int channels : c.down_channels) {
    check_setting(who, "down_channels", channels, 2, 4096);
    if (channels % 2 != 0) throw Error("{}: down_channels: want even numbers, got {}", who, channels);
  }
  check_setting(who, "mel: hop_samples", c.diffusion.mel.hop_samples, 300, 300);
}

nlohmann::json to_json(const WaveGradConfig& c) {
  nlohmann::json json = {{"architecture", kWaveGradArchitecture},
                         {"input_channels", c.input_channels},
                         {"up_channels", c.up_channels},
                         {"down_channels", c.down_channels}};
  add_to_json(c.diffusion, json);
  return json;
}

WaveGradConfig wavegrad_config_from_json(const nlohmann::json& json, const std::string& who) {
  WaveGradConfig c;
  ConfigReader reader(json, who);
  check_architecture(reader, who, kWaveGradArchitecture);
  reader.required("input_channels", c.input_channels);
  read_five(reader, "up_channels", who, c.up_channels);
  read_five(reader, "down_channels", who, c.down_channels);
  c.diffusion = read_diffusion_settings(reader, who);
  reader.finish();
  validate(c, who);
  return c;
}

}  // namespace driftwave
