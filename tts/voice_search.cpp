#include "tts/voice_search.h"

#include <dlfcn.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>
#include <system_error>

#include "engine/core/config.h"
#include "engine/core/error.h"
#include "engine/model/safetensors.h"

namespace driftwave {
namespace {

namespace fs = std::filesystem;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

void add_if_folder(std::vector<fs::path>& folders, const fs::path& folder) {
  std::error_code error;
  const fs::path canonical = fs::canonical(folder, error);
  if (error || !fs::is_directory(canonical, error)) return;
  if (std::ranges::find(folders, canonical) == folders.end()) folders.push_back(canonical);
}

/// share/driftwave/models above a program in bin, a library in lib or lib/<machine>, or a plugin in its
/// bundle, such as lib/vst3/Driftwave.vst3/Contents/x86_64-linux. A build tree has such a folder, too.
void add_shared(std::vector<fs::path>& folders, const fs::path& file) {
  fs::path above = file.parent_path();
  for (int level = 0; level < 8 && above.has_relative_path(); ++level, above = above.parent_path())
    add_if_folder(folders, above / "share/driftwave/models");
}

bool is_voice(const fs::path& folder) {
  std::error_code unseen;
  return fs::exists(folder / "voice.json", unseen);
}

/// Where an installed voice of this name lies; empty when there is none.
fs::path installed(const std::string& name) {
  if (name.empty()) return {};
  return find_in_voice_folders(name + "/voice.json").value_or("").parent_path();
}

/// A path, or a voice and one of its model's speakers.
Voice load_path(const std::string& name) {
  const std::size_t slash = name.rfind('/');
  const std::string before = name.substr(0, slash);
  const std::string speaker = name.substr(slash + 1);
  if (is_voice(name) || speaker.empty()) return load_voice(name);
  const fs::path folder = before.find('/') == std::string::npos ? installed(before)
                          : is_voice(before)                    ? fs::path(before)
                                                                : fs::path();
  if (folder.empty()) return load_voice(name);
  Voice voice = load_voice(folder);
  voice.speaker = speaker;
  return voice;
}

}  // namespace

std::vector<fs::path> voice_folders() {
  std::vector<fs::path> folders;
  std::istringstream listed(environment("DRIFTWAVE_VOICES"));
  for (std::string folder; std::getline(listed, folder, ':');) {
    if (!folder.empty()) add_if_folder(folders, folder);
  }
  const std::string data_home = environment("XDG_DATA_HOME");
  const std::string home = environment("HOME");
  if (!data_home.empty()) add_if_folder(folders, fs::path(data_home) / "driftwave/voices");
  if (!home.empty()) add_if_folder(folders, fs::path(home) / ".local/share/driftwave/voices");

  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (!error) {
    add_shared(folders, program);
    fs::path above = program.parent_path();
    for (int level = 0; level < 4 && above.has_relative_path(); ++level, above = above.parent_path()) {
      add_if_folder(folders, above / "models");
    }
  }
  // The library itself, when another program has loaded it.
  Dl_info self{};
  if (dladdr(reinterpret_cast<const void*>(&voice_folders), &self) != 0 && self.dli_fname != nullptr) {
    add_shared(folders, fs::weakly_canonical(self.dli_fname, error));
  }
  return folders;
}

std::optional<fs::path> find_in_voice_folders(const std::string& name) {
  for (const fs::path& folder : voice_folders()) {
    std::error_code unseen;
    if (fs::exists(folder / name, unseen)) return folder / name;
  }
  return std::nullopt;
}

std::vector<FoundVoice> all_voices() {
  std::vector<FoundVoice> found;
  for (const fs::path& folder : voice_folders()) {
    std::vector<fs::path> candidates;
    // What cannot be looked at, such as a link to itself, is no voice.
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
      if (is_voice(entry->path())) candidates.push_back(entry->path());
    }
    std::ranges::sort(candidates);
    for (const fs::path& candidate : candidates) {
      const std::string name = candidate.filename().string();
      const auto same_name = [&](const FoundVoice& other) { return other.voice.folder.filename() == name; };
      if (std::ranges::any_of(found, same_name)) continue;
      FoundVoice entry;
      entry.voice.name = name;
      entry.voice.folder = candidate;
      try {
        entry.voice = load_voice(candidate);
      } catch (const Error& e) {
        entry.problem = e.what();
      }
      found.push_back(std::move(entry));
    }
  }
  return found;
}

Voice find_voice(const std::string& name) {
  // A folder that happens to lie where the program runs is no voice: only a slash makes a name a path.
  if (name.find('/') != std::string::npos) return load_path(name);
  if (const fs::path folder = installed(name); !folder.empty()) return load_voice(folder);
  std::string known;
  for (const FoundVoice& other : all_voices()) {
    known += (known.empty() ? "" : ", ") + other.voice.folder.filename().string();
  }
  throw Error("voice: want the name of one ({}) or the path of its folder, with a slash in it, got \"{}\"",
              known.empty() ? "none is installed; set DRIFTWAVE_VOICES" : known, name);
}

std::vector<std::string> speakers_of(const Voice& voice) {
  const SafetensorsFile file(voice.acoustic_file, false);
  const nlohmann::json config = parse_json(file.metadata("config"), voice.acoustic_file.string());
  return config.value("speakers", std::vector<std::string>{});
}

std::string model_hash(const fs::path& file) {
  return SafetensorsFile(file, false).content_hash().substr(0, 12);
}

}  // namespace driftwave
