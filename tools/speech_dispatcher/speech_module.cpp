#include "tools/speech_dispatcher/speech_module.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "engine/core/error.h"
#include "engine/core/standard_streams.h"
#include "tts/text/rules/lexeme.h"

namespace driftwave {
namespace {

constexpr std::size_t kMostLineBytes = 16 << 20;
constexpr const char* kBadSyntax = "302 ERROR BAD SYNTAX";
constexpr const char* kBadValue = "303 ERROR INVALID PARAMETER OR VALUE";

/// A folder's name: what LIST VOICES tells and synthesis_voice asks for.
std::string name_of(const Voice& voice) {
  return (voice.folder / "").parent_path().filename().string();
}

/// en_US is en-us.
std::string language_tag(const std::string& language) {
  std::string tag = lower_case(language);
  std::ranges::replace(tag, '_', '-');
  return tag;
}

std::string base_of(const std::string& language) {
  return language.substr(0, language.find('-'));
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += (text.empty() ? "" : "\n") + line;
  return text;
}

}  // namespace

std::optional<std::string> LineReader::next() {
  std::array<char, 4096> piece{};
  for (std::size_t searched = 0;;) {
    const std::size_t end = waiting_.find('\n', searched);
    if (end != std::string::npos) {
      std::string line = waiting_.substr(0, end);
      waiting_.erase(0, end + 1);
      if (line.ends_with('\r')) line.pop_back();
      return line;
    }
    searched = waiting_.size();
    if (searched > kMostLineBytes) return std::nullopt;
    const ssize_t got = ::read(descriptor_, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return std::nullopt;
    waiting_.append(piece.data(), static_cast<std::size_t>(got));
  }
}

std::string locale_of(const std::string& language) {
  std::string locale = language;
  const std::size_t region = locale.find('-');
  if (region == std::string::npos || locale.size() - region != 3) return locale;
  for (std::size_t i = region + 1; i < locale.size(); ++i)
    locale[i] = static_cast<char>(locale[i] >= 'a' && locale[i] <= 'z' ? locale[i] - 'a' + 'A' : locale[i]);
  return locale;
}

const Voice& choose_voice(const std::vector<Voice>& voices, const std::string& name,
                          const std::string& language) {
  const auto first = [&](auto fits) { return std::ranges::find_if(voices, fits); };
  const std::string wanted = language_tag(language);
  if (const auto named = first([&](const Voice& v) { return name_of(v) == name; }); named != voices.end())
    return *named;
  if (const auto exact = first([&](const Voice& v) { return language_tag(v.language) == wanted; });
      exact != voices.end())
    return *exact;
  const auto related =
      first([&](const Voice& v) { return base_of(language_tag(v.language)) == base_of(wanted); });
  return related == voices.end() ? voices.front() : *related;
}

SpeechModule::SpeechModule(int input, int output) : input_(input), output_(output), speaker_(output_) {}

int SpeechModule::run() {
  std::optional<std::string> command = input_.next();
  if (command != "INIT" || !init()) {
    output_.send("399 ERR CANT INIT MODULE");
    return 1;
  }
  while ((command = input_.next())) {
    log(*command);
    if (*command == "QUIT") {
      speaker_.stop();
      speaker_.finish();
      output_.send("210 OK QUIT");
      return 0;
    }
    follow(*command);
  }
  return 0;
}

/// Loads the default voice, so that the first message is spoken at once. @return whether there is a voice
bool SpeechModule::init() {
  try {
    const auto add = [this](const Voice& voice) {
      const auto is_same = [&](const Voice& other) { return name_of(other) == name_of(voice); };
      if (std::ranges::none_of(voices_, is_same)) voices_.push_back(voice);
    };
    const std::vector<FoundVoice> found = all_voices();
    for (const FoundVoice& each : found)
      if (each.problem.empty() && name_of(each.voice) == kDefaultVoice) add(each.voice);
    for (const FoundVoice& each : found)
      if (each.problem.empty()) add(each.voice);
    if (voices_.empty()) throw Error("voices: want at least one, got none");
    (void)voice_wanted();
  } catch (const std::exception& e) {
    output_.send(fmt::format("399-{}", e.what()));
    return false;
  }
  output_.send(fmt::format("299-Driftwave: {} voices\n299 OK LOADED SUCCESSFULLY", voices_.size()));
  return true;
}

std::shared_ptr<const Synthesizer> SpeechModule::voice_wanted() {
  const Voice& voice = choose_voice(voices_, settings_.voice, settings_.language);
  if (!loaded_ || loaded_name_ != name_of(voice)) {
    loaded_ = std::make_shared<const Synthesizer>(voice);
    loaded_name_ = name_of(voice);
  }
  return loaded_;
}

void SpeechModule::follow(const std::string& command) {
  if (command == "SPEAK") return speak(MessageKind::kText);
  if (command == "CHAR") return speak(MessageKind::kChar);
  if (command == "KEY") return speak(MessageKind::kKey);
  if (command == "SOUND_ICON") return speak(MessageKind::kSoundIcon);
  if (command == "STOP") return speaker_.stop();
  if (command == "PAUSE") return speaker_.pause();
  if (command == "LIST VOICES") return list_voices();
  if (command == "SET") return set();
  if (command == "AUDIO") return take_audio_settings();
  if (command == "LOGLEVEL") {
    output_.send("207 OK RECEIVING LOGLEVEL SETTINGS");
    if (read_block()) output_.send("203 OK LOGLEVEL SET");
    return;
  }
  if (command.starts_with("DEBUG ")) return debug(command);
  output_.send("300 ERR UNKNOWN COMMAND");
}

/// Lines until one with a dot alone; a line that begins with a dot has another before it.
std::optional<std::vector<std::string>> SpeechModule::read_block() {
  std::vector<std::string> lines;
  while (std::optional<std::string> line = input_.next()) {
    log(*line);
    if (*line == ".") return lines;
    if (line->starts_with('.')) line->erase(0, 1);
    lines.push_back(std::move(*line));
  }
  return std::nullopt;
}

void SpeechModule::speak(MessageKind kind) {
  output_.send("202 OK RECEIVING MESSAGE");
  const auto lines = read_block();
  if (!lines) return;
  std::string text = joined(*lines);
  // The server ends its text with an end of line of its own.
  if (text.ends_with('\n') && text.size() > 1) text.pop_back();
  if (kind == MessageKind::kChar && text == "space") text = " ";
  const bool is_one_line = kind == MessageKind::kText || text.find('\n') == std::string::npos || text == "\n";
  if (!is_one_line) return output_.send("305 DATA MORE THAN ONE LINE");
  try {
    if (!text.empty() && speaker_.speak(voice_wanted(), {.kind = kind, .text = text}, settings_)) return;
  } catch (const std::exception& e) {
    say("sd_driftwave: {}\n", e.what());
  }
  output_.send("301 ERROR CANT SPEAK");
}

void SpeechModule::list_voices() {
  std::string list;
  for (const Voice& voice : voices_)
    list += fmt::format("200-{}\t{}\tnone\n", name_of(voice), locale_of(voice.language));
  output_.send(list + "200 OK VOICE LIST SENT");
}

void SpeechModule::set() {
  output_.send("203 OK RECEIVING SETTINGS");
  const auto lines = read_block();
  if (!lines) return;
  // All or nothing.
  ModuleSettings changed = settings_;
  for (const std::string& line : *lines) {
    const std::size_t equals = line.find('=');
    if (equals == 0 || equals == std::string::npos) return output_.send(kBadSyntax);
    if (!apply_setting(std::string_view(line).substr(0, equals), line.substr(equals + 1), changed))
      return output_.send(kBadValue);
  }
  settings_ = changed;
  output_.send("203 OK SETTINGS RECEIVED");
}

void SpeechModule::take_audio_settings() {
  output_.send("207 OK RECEIVING AUDIO SETTINGS");
  const auto lines = read_block();
  if (!lines) return;
  if (std::ranges::count(*lines, "audio_output_method=server") == 1)
    return output_.send("203 OK AUDIO INITIALIZED");
  output_.send(
      "300-Driftwave: want a Speech Dispatcher that plays the sound itself (0.11 or later)\n300 MODULE "
      "ERROR");
}

void SpeechModule::debug(const std::string& command) {
  if (command.starts_with("DEBUG OFF")) {
    debug_.close();
    return output_.send("200 OK DEBUGGING OFF");
  }
  constexpr std::string_view kOn = "DEBUG ON ";
  if (!command.starts_with(kOn)) return output_.send(kBadSyntax);
  std::string file = command.substr(kOn.size());
  while (file.ends_with(' ')) file.pop_back();
  debug_ = std::ofstream(file, std::ios::app);
  output_.send(debug_ ? "200 OK DEBUGGING ON" : "303 CANT OPEN CUSTOM DEBUG FILE");
}

void SpeechModule::log(const std::string& line) {
  if (debug_.is_open()) debug_ << line << std::endl;
}

}  // namespace driftwave
