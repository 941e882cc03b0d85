#include "engine/dsp/mel_json.h"

#include "engine/core/config.h"

namespace driftwave {

namespace {
constexpr const char* kUnitDecibelsName = "unit_decibels";
}  // namespace

nlohmann::json to_json(const MelSettings& settings) {
  nlohmann::json json = {{"sample_rate_hz", settings.sample_rate_hz},
                         {"n_fft", settings.n_fft},
                         {"hop_samples", settings.hop_samples},
                         {"mels", settings.mels},
                         {"low_hz", settings.low_hz},
                         {"high_hz", settings.high_hz},
                         {"floor", settings.floor}};
  // Only where they are not the default: files of models without them stay as they are.
  if (settings.scale == MelScale::kUnitDecibels) json["scale"] = kUnitDecibelsName;
  if (settings.window_samples != 0) json["window_samples"] = settings.window_samples;
  return json;
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
  std::string scale = "natural_log";
  reader.optional("scale", scale);
  reader.optional("window_samples", settings.window_samples);
  reader.finish();
  if (scale == kUnitDecibelsName) {
    settings.scale = MelScale::kUnitDecibels;
  } else if (scale != "natural_log") {
    throw Error("{}: scale: want natural_log or {}, got {}", who, kUnitDecibelsName, scale);
  }
  validate(settings);
  return settings;
}

}  // namespace driftwave
