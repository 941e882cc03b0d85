#include "tts/text/espeak.h"

#include <espeak-ng/espeak_ng.h>
#include <espeak-ng/speak_lib.h>

#include <clocale>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "engine/core/error.h"

namespace driftwave {
namespace {

constexpr int kIpa = 0x02;                     // phonememode bit 1: IPA, without ties
constexpr std::size_t kMostWords = 1U << 15U;  // remembered at once

/// Guards espeak-ng's globals and remembers what they hold.
struct Engine {
  std::mutex mutex;
  std::optional<std::filesystem::path> data;
  std::string voice;                                   ///< as it was asked for
  std::string identifier;                              ///< what espeak-ng calls it
  std::unordered_map<std::string, std::string> words;  ///< what they sound like alone
  std::string words_voice;                             ///< in whose voice
};

Engine& engine() {
  static Engine instance;
  return instance;
}

std::string wanted_data(const EspeakVoice& voice) {
  if (!voice.data.empty()) return voice.data.string();
  const char* from_environment = std::getenv("DRIFTWAVE_ESPEAK_DATA");
  return from_environment != nullptr ? from_environment : "";
}

std::string described(const std::filesystem::path& data) {
  return data.empty() ? "its own" : data.string();
}

/// espeak-ng sets the locale of the whole process, which belongs to the program around us.
bool initialize() {
  const char* now = std::setlocale(LC_CTYPE, nullptr);
  const std::string before = now == nullptr ? "C" : now;
  const bool done = espeak_ng_Initialize(nullptr) == ENS_OK;
  std::setlocale(LC_CTYPE, before.c_str());
  return done;
}

/// Once a process: espeak_ng_Terminate() hangs when it is called a second time (espeak-ng 1.51).
/// Looks before espeak-ng does, because it prints to stderr where it finds nothing.
void load_data(Engine& state, const std::filesystem::path& data) {
  if (state.data) {
    if (*state.data == data) return;
    throw Error("espeak-ng: want one data folder a process, got {} after {}", described(data),
                described(*state.data));
  }
  // The program around us may have loaded espeak-ng for itself.
  const bool is_loaded = espeak_ng_GetSampleRate() > 0;
  if (!is_loaded) espeak_ng_InitializePath(data.empty() ? nullptr : data.c_str());
  const char* found = nullptr;
  espeak_Info(&found);
  const std::filesystem::path folder = found != nullptr ? found : "";
  const bool asked_for = data.empty() || folder == data || folder == data / "espeak-ng-data";
  if (!asked_for || !std::filesystem::exists(folder / "phontab")) {
    throw Error("espeak-ng: want its data (phontab, en_dict) in {}, got no such files",
                data.empty() ? folder.string() : data.string());
  }
  if (!is_loaded && !initialize()) {
    throw Error("espeak-ng: want usable data in {}, got files it cannot load", folder.string());
  }
  state.data = data;
}

/// What espeak-ng calls the voice that it speaks with now; empty when there is none.
std::string current_voice() {
  const espeak_VOICE* voice = espeak_GetCurrentVoice();
  return voice == nullptr || voice->identifier == nullptr ? "" : voice->identifier;
}

/// While this lives, espeak-ng speaks with our voice; then with the one that the program around us has
/// chosen.
class ChosenVoice {
 public:
  ChosenVoice(Engine& state, const EspeakVoice& voice) {
    const std::string data = wanted_data(voice);
    if (!state.data || state.data->native() != data) load_data(state, data);
    const std::string now = current_voice();
    const bool is_ours = now == state.identifier;
    if (!is_ours) theirs_ = now;
    if (is_ours && state.voice == voice.name && !voice.name.empty()) return;
    state.voice.clear();
    if (voice.name.empty() || espeak_ng_SetVoiceByName(voice.name.c_str()) != ENS_OK) {
      give_back();
      throw Error("espeak-ng: want a language it speaks (such as en-us), got \"{}\"", voice.name);
    }
    state.voice = voice.name;
    state.identifier = current_voice();
  }
  ~ChosenVoice() { give_back(); }
  ChosenVoice(const ChosenVoice&) = delete;
  ChosenVoice& operator=(const ChosenVoice&) = delete;

 private:
  void give_back() const {
    if (!theirs_.empty()) espeak_ng_SetVoiceByName(theirs_.c_str());
  }

  std::string theirs_;
};

/// Splits at spaces; leaves out "(en)" language marks and "-" liaison marks.
void append_groups(std::string_view ipa, std::vector<std::string>& groups) {
  std::string group;
  bool in_mark = false;
  for (const char c : ipa) {
    if (c == '(') in_mark = true;
    if (!in_mark && c != ' ' && c != '\n' && c != '-' && c != '_') group += c;
    if (c == ')') in_mark = false;
    if ((c == ' ' || c == '\n') && !group.empty()) groups.push_back(std::move(group)), group.clear();
  }
  if (!group.empty()) groups.push_back(std::move(group));
}

}  // namespace

void check_espeak_voice(const EspeakVoice& voice) {
  Engine& state = engine();
  const std::lock_guard lock(state.mutex);
  const ChosenVoice chosen(state, voice);
}

namespace {

std::vector<std::string> groups_of(Engine& state, const EspeakVoice& voice, const std::string& text) {
  const ChosenVoice chosen(state, voice);
  std::vector<std::string> groups;
  const void* rest = text.c_str();
  while (rest != nullptr) {
    const char* ipa = espeak_TextToPhonemes(&rest, espeakCHARS_UTF8, kIpa);
    if (ipa != nullptr) append_groups(ipa, groups);
  }
  return groups;
}

}  // namespace

std::vector<std::string> espeak_groups(const EspeakVoice& voice, const std::string& text) {
  Engine& state = engine();
  const std::lock_guard lock(state.mutex);
  return groups_of(state, voice, text);
}

std::string espeak_word(const EspeakVoice& voice, const std::string& word) {
  Engine& state = engine();
  const std::lock_guard lock(state.mutex);
  if (state.words_voice != voice.name || state.words.size() >= kMostWords) {
    state.words.clear();
    state.words_voice = voice.name;
  }
  const auto [entry, is_new] = state.words.try_emplace(word);
  if (!is_new) return entry->second;
  try {
    for (const std::string& group : groups_of(state, voice, word)) entry->second += group;
  } catch (...) {
    state.words.erase(entry);
    throw;
  }
  return entry->second;
}

}  // namespace driftwave
