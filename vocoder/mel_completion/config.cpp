#include "vocoder/mel_completion/config.h"

#include "engine/core/config.h"
#include "engine/core/error.h"
#include "engine/dsp/mel_json.h"

namespace driftwave {

nlohmann::json to_json(const MelCompletionConfig& c) {
  return {{"architecture", kMelCompletionArchitecture},
          {"mel", to_json(c.mel)},
          {"channels", c.channels},
          {"expansion", c.expansion},
          {"kernel", c.kernel},
          {"dilations", c.dilations}};
}

MelCompletionConfig mel_completion_config_from_json(const nlohmann::json& json, const std::string& who) {
  MelCompletionConfig c;
  ConfigReader reader(json, who);
  std::string architecture;
  nlohmann::json mel;
  reader.required("architecture", architecture);
  if (architecture != kMelCompletionArchitecture)
    throw Error("{}: architecture: want {}, got {}", who, kMelCompletionArchitecture, architecture);
  reader.required("mel", mel);
  reader.required("channels", c.channels);
  reader.required("expansion", c.expansion);
  reader.required("kernel", c.kernel);
  reader.required("dilations", c.dilations);
  reader.finish();
  c.mel = mel_settings_from_json(mel, who + ": mel");
  const auto check = [&](const char* key, int value, int low, int high) {
    if (value < low || value > high)
      throw Error("{}: key \"{}\": want {}..{}, got {}", who, key, low, high, value);
  };
  if (c.mel.scale != MelScale::kNaturalLog)
    throw Error("{}: mel: want the natural log scale, got {}", who, describe(c.mel));
  check("channels", c.channels, 8, 2048);
  check("expansion", c.expansion, 1, 8);
  check("kernel", c.kernel, 1, 31);
  if (c.kernel % 2 == 0) throw Error("{}: key \"kernel\": want an odd number, got {}", who, c.kernel);
  if (c.dilations.empty() || c.dilations.size() > 64)
    throw Error("{}: key \"dilations\": want 1..64 blocks, got {}", who, c.dilations.size());
  for (const int dilation : c.dilations) check("dilations", dilation, 1, 64);
  return c;
}

}  // namespace driftwave
