#pragma once
/// Telling the user what was left out of the speech.
#include <string>
#include <string_view>
#include <vector>

#include "tts/text/front_end.h"

namespace driftwave {

/// "3 invalid bytes, 2 emoji, 1 sound that the voice lacks"; empty when all was spoken.
[[nodiscard]] std::string unspoken(std::string_view text, const std::vector<SpokenSentence>& sentences);

/// One line on standard error when something was left out.
void note_unspoken(std::string_view text, const std::vector<SpokenSentence>& sentences,
                   const std::string& where);

}  // namespace driftwave
