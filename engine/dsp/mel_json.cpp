#include "engine/dsp/mel_json.h"

#include "engine/core/config.h"

namespace driftwave {

nlohmann::json to_json(const MelSettings& settings) {
  return {{"sample_rate_hz", settings.sample_rate_hz},
          {"n_fft", settings.n_fft},
          {"hop_samples", settings.hop_samples},
          {"mels", settings.mels},
          {"low_hz", settings.low_hz},
          {"high_hz", settings.high_hz},
          {"floor", settings.floor}};
}

MelSettings mel_settings_from_json(const nlohmann::json& json, const std::string& who) {
  MelSettings settings;
  ConfigReader reader(json, who);
  reader.required("sample_rate_hz", settings.sample_rate_hz);
  reader.required("n_fft", settings.n_fft);
  reader.required("hop_samples", settings.hop_samples);
  reader.required("mels", settings.mels);
  reader.required("low_hz", settings.low_hz);
  reader.required("high_hz", settings.high_hz);
  reader.required("floor", settings.floor);
  reader.finish();
  validate(settings);
  return settings;
}

}  // namespace driftwave
