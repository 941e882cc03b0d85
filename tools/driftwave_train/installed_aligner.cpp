#include "tools/driftwave_train/installed_aligner.h"

#include "engine/core/error.h"
#include "tts/voice_search.h"

namespace driftwave {

std::filesystem::path installed_aligner() {
  constexpr const char* kFile = "aligner/aligner.safetensors";
  if (const auto found = find_in_voice_folders(kFile)) return *found;
  throw Error("--aligner: want a model that finds phones: {} is in no folder of models", kFile);
}

}  // namespace driftwave
