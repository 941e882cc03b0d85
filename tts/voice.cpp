#include "tts/voice.h"

#include "engine/core/config.h"

namespace driftwave {

Voice load_voice(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / "voice.json";
  if (!std::filesystem::is_regular_file(file)) {
    throw Error("{}: want a voice folder with voice.json, got none", folder.string());
  }
  const nlohmann::json json = read_json(file);
  Voice voice;
  nlohmann::json files;
  ConfigReader reader(json, file.string());
  reader.required("name", voice.name);
  reader.required("language", voice.language);
  reader.required("licence", voice.licence);
  reader.optional("description", voice.description);
  reader.optional("speaker", voice.speaker);
  reader.optional("corrections", voice.corrections);
  reader.optional("noise_temperature", voice.noise_temperature);
  if (!(voice.noise_temperature >= 0.0 && voice.noise_temperature <= 1.0))
    throw Error("{}: key \"noise_temperature\": want 0 to 1, got {}", file.string(), voice.noise_temperature);
  reader.required("files", files);
  reader.finish();

  std::string acoustic;
  std::string vocoder;
  ConfigReader file_reader(files, file.string() + ": files");
  file_reader.required("acoustic", acoustic);
  file_reader.required("vocoder", vocoder);
  std::string lexicon;
  file_reader.optional("lexicon", lexicon);
  file_reader.finish();
  voice.folder = folder;
  voice.acoustic_file = folder / acoustic;
  voice.vocoder_file = folder / vocoder;
  for (const auto& model : {voice.acoustic_file, voice.vocoder_file}) {
    if (!std::filesystem::is_regular_file(model)) {
      throw Error("{}: the voice's model {} is missing", file.string(), model.string());
    }
  }
  if (!lexicon.empty()) voice.lexicon_files.push_back(folder / lexicon);
  return voice;
}

}  // namespace driftwave
