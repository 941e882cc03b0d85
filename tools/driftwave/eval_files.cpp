#include "tools/driftwave/eval_files.h"

#include <set>

#include "engine/core/error.h"

namespace driftwave {

namespace fs = std::filesystem;

std::map<std::string, fs::path> audio_by_stem(const fs::path& folder) {
  static const std::set<std::string> kExtensions{".wav", ".flac", ".ogg", ".opus", ".mp3"};
  if (!fs::is_directory(folder)) throw Error("eval: want a folder of audio files, got {}", folder.string());
  std::map<std::string, fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (!kExtensions.contains(entry.path().extension().string())) continue;
    const auto [place, added] = files.emplace(entry.path().stem().string(), entry.path());
    if (!added)
      throw Error("eval: want one file a name, got {} and {}", place->second.string(), entry.path().string());
  }
  return files;
}

}  // namespace driftwave
