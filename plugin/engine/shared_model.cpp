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
  if (voice.find('/') != std::string::npos)
    return std::filesystem::exists(std::filesystem::path(voice) / "voice.json");
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

/// The voice's vocoder, or one that was kept beside it under another name and has the hash.
std::filesystem::path vocoder_with(const Voice& voice, const std::string& hash) {
  if (hash.empty() || model_hash(voice.vocoder_file) == hash) return voice.vocoder_file;
  for (const auto& entry : std::filesystem::directory_iterator(voice.folder)) {
    const std::filesystem::path& file = entry.path();
    const bool is_vocoder =
        file.filename().string().starts_with("vocoder") && file.extension() == ".safetensors";
    try {
      if (is_vocoder && model_hash(file) == hash) return file;
    } catch (const Error&) {
      // What is no model is not the one.
      continue;
    }
  }
  return voice.vocoder_file;
}

}  // namespace

ModelSearch find_shared_model(const std::string& name, const std::string& wanted_hash) {
  try {
    if (!is_installed(name)) throw Error("The voice \"{}\" is not installed", name);
    Voice voice = find_voice(name);
    voice.vocoder_file = vocoder_with(voice, wanted_hash);
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
