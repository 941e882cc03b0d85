#pragma once
/// Which ending an ordinal takes where it stands.
#include <string>
#include <string_view>

#include "tts/text/rules/lexeme.h"

namespace driftwave::german {

enum class Gender { kMasculine, kFeminine, kNeuter };

/// The likely gender of a noun, from its ending and a short list.
[[nodiscard]] Gender gender_of(std::string_view noun);

/// The ending behind "dritte" at the cursor: "am 3. Mai" takes "n", "3. Mai" alone takes "r".
/// @param noun that the ordinal belongs to; empty without one.
[[nodiscard]] std::string_view ordinal_ending(const Cursor& at, std::string_view noun);

/// Whether the number at the cursor, with its full stop, goes on to another: "3. und 4. Mai", "1.–3. Mai".
[[nodiscard]] bool is_range_of_ordinals(const Cursor& at);

}  // namespace driftwave::german
