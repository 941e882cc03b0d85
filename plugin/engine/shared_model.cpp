#include "plugin/engine/shared_model.h"

#include <algorithm>
#include <fstream>
#include <mutex>
#include <sstream>

#include "engine/core/error.h"
#include "engine/model/safetensors.h"
#include "tts/voice_search.h"

namespace driftwave {
namespace {

struct Shelf {
  std::mutex mutex;
  std::map<std::filesystem::path, std::weak_ptr<const SharedModel>> models;
};

Shelf& shelf() {
  static Shelf shelf;
  return shelf;
}

std::string text_of(const std::filesystem::path& file) {
  const std::ifstream in(file);
  std::ostringstream text;
  if (in) text << in.rdbuf();
  return text.str();
}

bool is_installed(const std::string& voice) {
  return std::ranges::any_of(voice_folders(), [&](const std::filesystem::path& folder) {
    return std::filesystem::exists(folder / voice / "voice.json");
  });
}

std::shared_ptr<const SharedModel> load(const Voice& voice) {
  auto model = std::make_shared<SharedModel>();
  const SafetensorsFile file(voice.vocoder_file, false);
  for (const auto& [key, value] : file.metadata())
    if (!key.starts_with("sha256.")) model->facts.emplace(key, value);
  model->vocoder = load_vocoder(voice.vocoder_file);
  if (model->vocoder->mel_settings().scale != MelScale::kNaturalLog)
    throw Error("{}: want a vocoder that can stream", voice.vocoder_file.string());
  model->file = voice.vocoder_file;
  model->hash = model_hash(voice.vocoder_file);
  model->voice = voice.name;
  model->licence = voice.licence;
  model->card = text_of(voice.folder / "README.md");
  return model;
}

}  // namespace

ModelSearch find_shared_model(const std::string& name) {
  try {
    if (!is_installed(name)) throw Error("The voice \"{}\" is not installed", name);
    const Voice voice = find_voice(name);
    const std::scoped_lock lock(shelf().mutex);
    std::weak_ptr<const SharedModel>& place = shelf().models[voice.vocoder_file];
    std::shared_ptr<const SharedModel> model = place.lock();
    if (!model) place = model = load(voice);
    return {.model = model, .problem = {}};
  } catch (const std::exception& e) {
    return {.model = nullptr, .problem = e.what()};
  }
}

}  // namespace driftwave
