#pragma once
/// Where French sentences end, and which of them are questions that rise.
#include <string_view>
#include <vector>

#include "tts/text/token.h"

namespace driftwave::french {

/// See GoesOn: "M. Dupont", "p. ex. Paris", "« Oui ! » dit-il".
[[nodiscard]] bool sentence_goes_on(std::string_view before, std::string_view after);

/// Questions for yes or no rise ("Vient-il ?", "Est-ce que tu viens ?"), those that ask with a word, at the
/// beginning or the end ("Tu vas où ?"), or let choose do not.
[[nodiscard]] bool rises_at_end(const std::vector<Token>& sentence);

}  // namespace driftwave::french
