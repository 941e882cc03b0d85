#pragma once
/// Driftwave as an output module of Speech Dispatcher (0.11 and later), which starts it and talks to it line
/// by line.
#include <cstddef>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tools/speech_dispatcher/message_speaker.h"
#include "tts/voice_search.h"

namespace driftwave {

/// Lines of a descriptor. Longer ones than a message may be end the reading.
class LineReader {
 public:
  explicit LineReader(int descriptor) : descriptor_(descriptor) {}
  /// The next line, without its end; absent at the end of the input.
  [[nodiscard]] std::optional<std::string> next();

 private:
  int descriptor_;
  std::string waiting_;
};

/// INIT, AUDIO, LOGLEVEL, SET, LIST VOICES, SPEAK, CHAR, KEY, SOUND_ICON, STOP, PAUSE, DEBUG and QUIT. The
/// server plays the sound: other ways to put it out are refused.
class SpeechModule {
 public:
  SpeechModule(int input, int output);

  /// Follows commands until QUIT or the end of the input. @return the process's exit status.
  int run();

 private:
  bool init();
  void follow(const std::string& command);
  [[nodiscard]] std::optional<std::vector<std::string>> read_block();
  void speak(MessageKind kind);
  void list_voices();
  void set();
  void take_audio_settings();
  void debug(const std::string& command);
  [[nodiscard]] std::shared_ptr<const Synthesizer> voice_wanted();
  void log(const std::string& line);

  LineReader input_;
  ModuleOutput output_;
  MessageSpeaker speaker_;
  ModuleSettings settings_;
  std::vector<Voice> voices_;
  std::shared_ptr<const Synthesizer> loaded_;
  std::string loaded_name_;
  std::ofstream debug_;
};

/// What Speech Dispatcher calls a language: "en-US" of espeak-ng's "en-us".
[[nodiscard]] std::string locale_of(const std::string& language);

/// The voice that is meant: by its name, or the first of its language, or of the same language elsewhere, or
/// the first of all. @param voices at least one.
[[nodiscard]] const Voice& choose_voice(const std::vector<Voice>& voices, const std::string& name,
                                        const std::string& language);

}  // namespace driftwave
