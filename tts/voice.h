#pragma once
/// A voice: a folder with voice.json and the two models that it names.
#include <filesystem>
#include <string>
#include <vector>

namespace driftwave {

/// What voice.json says. Its keys: "name", "language" (an espeak-ng voice), "licence", "description",
/// "person", "consent", "data", "speaker", "corrections" and "noise_temperature" (these may be absent) and
/// "files": {"acoustic", "vocoder", "lexicon"}, relative to the folder; a lexicon may be absent.
struct Voice {
  std::string name;
  std::string language;
  std::string licence;
  std::string description;
  std::string person;    ///< whose voice it is
  std::string consent;   ///< by what right it is spoken with: that person's words, or a licence
  std::string data;      ///< what it has learned from: minutes, "sha256:" of the prepared recordings
  std::string speaker;   ///< one of the acoustic model's, or a mixture (speaker_mix.h); empty: its first
  int corrections = -1;  ///< rounds of mel correction when speaking; -1: the vocoder's default
  /// Deviation of the noise that the vocoder's steps start from when speaking, as a share of what the vocoder
  /// learned with, 0 .. 1.
  double noise_temperature = 1.0;
  std::filesystem::path folder;
  std::filesystem::path acoustic_file;
  std::filesystem::path vocoder_file;
  /// Lexicons, of which a later one wins: the voice's own, and what a caller adds.
  std::vector<std::filesystem::path> lexicon_files{};
};

/// Reads the description only; the models are opened by Synthesizer.
/// @throws Error naming the folder without voice.json, the key at fault, or the model file that is missing.
[[nodiscard]] Voice load_voice(const std::filesystem::path& folder);

/// Writes the folder's voice.json; models are named relative to the folder.
/// @throws Error naming the file when it cannot be written, or the key when a name, a language, a licence, a
/// person or a consent is missing: no voice is written without.
void save_voice(const Voice& voice);

}  // namespace driftwave
