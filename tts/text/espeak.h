#pragma once
/// The one place that calls libespeak-ng, whose state is global to the process: a program around us that uses
/// it, too, keeps its locale and, between our calls, its voice.
#include <filesystem>
#include <string>
#include <vector>

namespace driftwave {

struct EspeakVoice {
  std::string name = "en-us";
  /// Folder that holds phontab and the dictionaries; empty: $DRIFTWAVE_ESPEAK_DATA, else espeak-ng's own.
  /// All voices of a process share one folder.
  std::filesystem::path data = {};
};

/// @throws Error when the data folder or the voice is missing, or the
/// process has already loaded another folder.
void check_espeak_voice(const EspeakVoice& voice);

/// Phonemes of punctuation-free text as espeak-ng groups them: usually one group a word, though it joins
/// some pairs ("in the" is one group). Language-switch marks are removed. Thread: any; calls are serialised.
/// @throws Error as check_espeak_voice().
[[nodiscard]] std::vector<std::string> espeak_groups(const EspeakVoice& voice, const std::string& text);

/// The phonemes of a word on its own, without spaces. Words are remembered. @throws Error as espeak_groups().
/// Thread: any.
[[nodiscard]] std::string espeak_word(const EspeakVoice& voice, const std::string& word);

}  // namespace driftwave
