#pragma once
/// Projects of OpenUtau (USTX, YAML).
#include <string>

#include "tts/singing/score.h"

namespace driftwave {

/// A part for each track. Each note has its own pitch points and vibrato; curves, phoneme overrides and the
/// singer's own expressions are left out.
/// @param who the file. @throws Error naming the line of what is not YAML or no number, and part, bar and
/// beat of what cannot be sung.
[[nodiscard]] Score read_ustx(const std::string& text, const std::string& who);

}  // namespace driftwave
