#pragma once
/// Belgium and Switzerland count septante and nonante.
#include <string_view>
#include <vector>

#include "tts/text/language.h"
#include "tts/text/token.h"

namespace driftwave::french {

/// ICU's name for the region of a tag ("fr-be") that counts otherwise than France; null for others.
/// @return lives as long as the program.
[[nodiscard]] const char* region_of(std::string_view tag);

/// Changes the numbers that stood in figures; words of the author stay. Thread: any.
void count_as_in(const char* region, const SentenceText& sentence, std::vector<Token>& read);

}  // namespace driftwave::french
