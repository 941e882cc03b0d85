#pragma once
/// A voice: a folder with voice.json and the two models that it names.
#include <filesystem>
#include <string>

namespace driftwave {

/// What voice.json says. Its keys: "name", "language" (an espeak-ng voice), "licence", "description"
/// and "corrections" (may be absent) and "files": {"acoustic", "vocoder"}, relative to the folder.
struct Voice {
  std::string name;
  std::string language;
  std::string licence;
  std::string description;
  int corrections = -1;  ///< rounds of mel correction when speaking; -1: the vocoder's default
  std::filesystem::path folder;
  std::filesystem::path acoustic_file;
  std::filesystem::path vocoder_file;
};

/// Reads the description only; the models are opened by Synthesizer.
/// @throws Error naming the folder without voice.json, the key at fault, or the model file that is missing.
[[nodiscard]] Voice load_voice(const std::filesystem::path& folder);

}  // namespace driftwave
