#pragma once
/// A message of Speech Dispatcher as the SSML document that is spoken.
#include <string>

#include "tools/speech_dispatcher/module_settings.h"

namespace driftwave {

enum class MessageKind { kText, kSoundIcon, kChar, kKey };

struct Message {
  MessageKind kind = MessageKind::kText;
  std::string text;
};

/// Name of a mark of our own: a capital follows, and a tone is to tell so.
inline constexpr const char* kCapitalMark = "driftwave:capital";

/// Names symbols, spells words and tells capitals, as the settings want. A text may be SSML or plain; SSML
/// that cannot be read is spoken without its tags. What phoneme, sub and say-as hold is left as it is.
[[nodiscard]] std::string spoken_form(const Message& message, const ModuleSettings& settings);

}  // namespace driftwave
