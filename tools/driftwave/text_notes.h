#pragma once
/// Telling the user what was left out of the speech.
#include <string>

#include "tts/unspoken.h"

namespace driftwave {

/// "3 invalid bytes, 2 emoji, 1 sound that the voice lacks"; empty when all was spoken.
[[nodiscard]] std::string describe(const Unspoken& unspoken);

/// "note: WHERE: WHAT" on standard error.
void note(const std::string& what, const std::string& where);

/// One line on standard error when something was left out.
void note_unspoken(const Unspoken& unspoken, const std::string& where);

}  // namespace driftwave
