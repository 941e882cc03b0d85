#include "vocoder/sounds/config.h"

#include <algorithm>

#include "engine/core/config.h"
#include "engine/core/error.h"

namespace driftwave {
namespace {

constexpr std::size_t kMostClasses = 1000;

SoundClass class_from_json(const nlohmann::json& json, const std::string& who) {
  SoundClass out;
  std::string family;
  ConfigReader reader(json, who);
  reader.required("name", out.name);
  reader.required("family", family);
  reader.finish();
  if (out.name.empty()) throw Error("{}: key \"name\": want a name, got none", who);
  if (family == name_of(SoundFamily::kSustained)) {
    out.family = SoundFamily::kSustained;
  } else if (family != name_of(SoundFamily::kOneShot)) {
    throw Error("{}: key \"family\": want one-shot or sustained, got {}", who, shortened(family));
  }
  return out;
}

}  // namespace

nlohmann::json to_json(const SoundModelConfig& c) {
  nlohmann::json classes = nlohmann::json::array();
  for (const SoundClass& each : c.classes)
    classes.push_back({{"name", each.name}, {"family", name_of(each.family)}});
  return {{"architecture", kSoundArchitecture}, {"classes", classes},       {"noise", c.noise},
          {"embedding", c.embedding},           {"condition", c.condition}, {"channels", c.channels},
          {"expansion", c.expansion},           {"blocks", c.blocks},       {"coefficients", c.coefficients}};
}

SoundModelConfig sound_model_config_from_json(const nlohmann::json& json, const std::string& who) {
  SoundModelConfig c;
  ConfigReader reader(json, who);
  std::string architecture;
  nlohmann::json classes;
  reader.required("architecture", architecture);
  if (architecture != kSoundArchitecture)
    throw Error("{}: architecture: want {}, got {}", who, kSoundArchitecture, shortened(architecture));
  reader.required("classes", classes);
  reader.required("noise", c.noise);
  reader.required("embedding", c.embedding);
  reader.required("condition", c.condition);
  reader.required("channels", c.channels);
  reader.required("expansion", c.expansion);
  reader.required("blocks", c.blocks);
  reader.required("coefficients", c.coefficients);
  reader.finish();
  const auto check = [&](const char* key, int value, int low, int high) {
    if (value < low || value > high)
      throw Error("{}: key \"{}\": want {}..{}, got {}", who, key, low, high, value);
  };
  check("noise", c.noise, 1, 4096);
  check("embedding", c.embedding, 1, 4096);
  check("condition", c.condition, 1, 4096);
  check("channels", c.channels, 1, 4096);
  check("expansion", c.expansion, 1, 16384);
  check("blocks", c.blocks, 1, 64);
  check("coefficients", c.coefficients, 1, 4096);
  if (!classes.is_array() || classes.empty() || classes.size() > kMostClasses)
    throw Error("{}: key \"classes\": want a list of 1..{}", who, kMostClasses);
  for (const nlohmann::json& each : classes) {
    SoundClass next = class_from_json(each, who + ": classes");
    if (std::ranges::any_of(c.classes, [&](const SoundClass& other) { return other.name == next.name; }))
      throw Error("{}: key \"classes\": {} is there twice", who, shortened(next.name));
    c.classes.push_back(std::move(next));
  }
  return c;
}

}  // namespace driftwave
