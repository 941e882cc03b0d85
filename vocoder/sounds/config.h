#pragma once
/// Everything that shapes a sound model; stored as JSON in its file.
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "vocoder/sounds/sound_map.h"

namespace driftwave {

inline constexpr const char* kSoundArchitecture = "sound-generator";
/// Levels of a descriptor that a model keeps of each class: the least, the quartiles and the most.
inline constexpr std::size_t kQuantiles = 5;

struct SoundClass {
  std::string name;
  SoundFamily family = SoundFamily::kOneShot;
  bool operator==(const SoundClass&) const = default;
};

struct SoundModelConfig {
  std::vector<SoundClass> classes;
  int noise = 64;       ///< normal values that a sound is drawn from
  int embedding = 64;   ///< of the class, and of the descriptors
  int condition = 128;  ///< of both, for every block
  int channels = 384;
  int expansion = 640;  ///< channels within a block
  int blocks = 4;
  int coefficients = 128;  ///< principal components of a sound map
};

[[nodiscard]] nlohmann::json to_json(const SoundModelConfig& config);

/// @throws Error naming `who` and the key: unknown, of the wrong type, or out of range.
[[nodiscard]] SoundModelConfig sound_model_config_from_json(const nlohmann::json& json,
                                                            const std::string& who);

}  // namespace driftwave
