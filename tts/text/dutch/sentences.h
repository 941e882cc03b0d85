#pragma once
/// Where Dutch sentences end, and which of them are questions that rise.
#include <string_view>
#include <vector>

#include "tts/text/token.h"

namespace driftwave::dutch {

/// See GoesOn: "dhr. Jansen", "d.w.z. Jan", "J.S. Bach".
[[nodiscard]] bool sentence_goes_on(std::string_view before, std::string_view after);

/// Questions for yes or no rise ("Komt hij?"), those that ask with a word ("Sinds wanneer?") or let choose do
/// not.
[[nodiscard]] bool rises_at_end(const std::vector<Token>& sentence);

}  // namespace driftwave::dutch
