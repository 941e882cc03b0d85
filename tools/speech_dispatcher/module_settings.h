#pragma once
/// How Speech Dispatcher wants its messages spoken.
#include <string>
#include <string_view>

#include "tts/synthesizer.h"

namespace driftwave {

enum class Punctuation { kNone, kSome, kMost, kAll };
enum class Capitals { kNone, kSpell, kIcon };

struct ModuleSettings {
  double rate = 0.0;  ///< -100..100, and so the three below
  double pitch = 0.0;
  double pitch_range = 0.0;
  double volume = 100.0;
  Punctuation punctuation = Punctuation::kNone;
  bool spells = false;
  Capitals capitals = Capitals::kNone;
  std::string language;  ///< "en-US"; empty: any
  std::string voice;     ///< a name from the list of voices; empty: any
};

/// A line of SET. Keys that tell nothing about a voice of ours, such as voice=MALE1, are taken and unheeded.
/// @return false for a key or a value that the protocol does not know; the settings are unchanged then.
[[nodiscard]] bool apply_setting(std::string_view key, const std::string& value, ModuleSettings& settings);

/// Rate 100 is four times as fast, -100 a quarter; pitch 100 is an octave up; pitch range -100 is a monotone.
[[nodiscard]] SpeechOptions speech_options(const ModuleSettings& settings);

/// Factor on the samples: 1 at volume 100, 0 at -100.
[[nodiscard]] float gain_of(const ModuleSettings& settings);

}  // namespace driftwave
