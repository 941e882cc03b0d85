#pragma once
/// What several rule families know about words.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace driftwave {

/// 1..12 for "March", "Mar" (case matters: "may" and "march" are words); absent otherwise.
[[nodiscard]] std::optional<int> month_of(std::string_view word);

/// "March" for 3. @throws Error unless 1..12.
[[nodiscard]] std::string month_name(int month);

/// Whether a word of capitals is read letter by letter ("FBI") rather than as a word ("NASA", "NOT").
[[nodiscard]] bool spelled_out(std::string_view capitals);

/// Whether a measure after this word may stand before its noun: "a 5 km run".
[[nodiscard]] bool before_noun(std::string_view determiner);

/// Whether a word can begin or be the noun of a measure: "run" in "a 5 km run", not "and".
[[nodiscard]] bool begins_noun(std::string_view word);

/// Whether capitals are known as letters or as an acronym, or cannot be said as a word.
[[nodiscard]] bool is_initialism(std::string_view capitals);

/// Whether a word is one that people write in capitals for emphasis.
[[nodiscard]] bool emphasised(std::string_view word);

/// How a name on the net is said: "{IO}" for io, "Open Source" for OpenSource, "text" for txt.
[[nodiscard]] std::string spoken_name(std::string_view word);

/// Value of a Roman numeral in canonical form (XIV, not IIX); absent otherwise.
[[nodiscard]] std::optional<std::int64_t> roman_value(std::string_view numeral);

}  // namespace driftwave
