#include "tools/driftwave/open_completion.h"

#include "engine/core/error.h"
#include "tts/voice_search.h"

namespace driftwave {
namespace {

constexpr const char* kCompletionFile = "mel_completion/mel_completion.safetensors";

}  // namespace

std::optional<std::filesystem::path> installed_completion() {
  return find_in_voice_folders(kCompletionFile);
}

MelCompletion open_completion(const std::string& file) {
  if (!file.empty()) return load_mel_completion(file);
  if (const auto installed = installed_completion()) return load_mel_completion(*installed);
  throw Error("--completion: want a mel completion model: {} is in no folder of models", kCompletionFile);
}

}  // namespace driftwave
