#include "tts/voice.h"

#include <span>
#include <utility>

#include "engine/core/atomic_file.h"
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
  reader.optional("person", voice.person);
  reader.optional("consent", voice.consent);
  reader.optional("data", voice.data);
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

void save_voice(const Voice& voice) {
  const std::filesystem::path file = voice.folder / "voice.json";
  const std::pair<const char*, const std::string&> wanted[] = {{"name", voice.name},
                                                               {"language", voice.language},
                                                               {"licence", voice.licence},
                                                               {"person", voice.person},
                                                               {"consent", voice.consent}};
  for (const auto& [key, value] : wanted)
    if (value.empty()) throw Error("{}: key \"{}\": want a voice that says it, got none", file.string(), key);
  nlohmann::ordered_json json = {{"name", voice.name},       {"language", voice.language},
                                 {"licence", voice.licence}, {"description", voice.description},
                                 {"person", voice.person},   {"consent", voice.consent}};
  if (!voice.data.empty()) json["data"] = voice.data;
  if (!voice.speaker.empty()) json["speaker"] = voice.speaker;
  if (voice.corrections >= 0) json["corrections"] = voice.corrections;
  json["noise_temperature"] = voice.noise_temperature;
  const auto relative = [&](const std::filesystem::path& model) {
    return model.lexically_relative(voice.folder).generic_string();
  };
  json["files"] = {{"acoustic", relative(voice.acoustic_file)}, {"vocoder", relative(voice.vocoder_file)}};
  if (!voice.lexicon_files.empty()) json["files"]["lexicon"] = relative(voice.lexicon_files.front());
  const std::string text = dump_json(json, 2) + "\n";
  write_file(file, std::as_bytes(std::span<const char>(text)));
}

}  // namespace driftwave
