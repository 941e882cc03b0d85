#pragma once
/// Where voices live on this machine.
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "tts/voice.h"

namespace driftwave {

inline constexpr const char* kDefaultVoice = "kathleen";

/// Folders that may hold voice folders, first match wins: $DRIFTWAVE_VOICES (colon-separated),
/// ~/.local/share/driftwave/voices, share/driftwave/models above the program, models/ above the program, and
/// share/driftwave/models above the library. Only existing ones.
[[nodiscard]] std::vector<std::filesystem::path> voice_folders();

/// The first voice folder's that holds one, of a file named within them ("aligner/aligner.safetensors").
[[nodiscard]] std::optional<std::filesystem::path> find_in_voice_folders(const std::string& name);

struct FoundVoice {
  Voice voice;
  std::string problem;  ///< why it cannot be used; empty when it can
};

/// All voices, in search order; a name found twice is listed once.
[[nodiscard]] std::vector<FoundVoice> all_voices();

/// @param name a voice's folder name, or the path of a voice folder, which has a slash in it ("./mine"); with
/// "/SPEAKER" behind it another speaker of that voice's model ("kathleen/kerstin").
/// @throws Error listing what there is.
[[nodiscard]] Voice find_voice(const std::string& name);

/// Whom the voice's acoustic model knows; empty where it knows one person.
/// @throws Error naming the file when it is no acoustic model.
[[nodiscard]] std::vector<std::string> speakers_of(const Voice& voice);

/// First 12 digits of the SHA-256 of a model's weights: names the model in the metadata of what it made.
[[nodiscard]] std::string model_hash(const std::filesystem::path& file);

}  // namespace driftwave
