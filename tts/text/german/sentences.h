#pragma once
/// Where German sentences end, and which of them are questions that rise.
#include <string_view>
#include <vector>

#include "tts/text/token.h"

namespace driftwave::german {

/// See GoesOn: "am 3. Mai", "z. B. Brot", "Dr. Müller", "Heinrich VIII. von England".
[[nodiscard]] bool sentence_goes_on(std::string_view before, std::string_view after);

/// Whether a word begins sentences far more often than it follows a number or an abbreviation within one.
[[nodiscard]] bool opens_sentence(std::string_view word);

/// Questions for yes or no rise ("Kommt er?"), those that ask with a word ("Seit wann?") or let choose do
/// not.
[[nodiscard]] bool rises_at_end(const std::vector<Token>& sentence);

}  // namespace driftwave::german
