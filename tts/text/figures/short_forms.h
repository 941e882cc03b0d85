#pragma once
/// Abbreviations as a table: how they are found in a text, and what their full stop says about its sentences.
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "tts/text/rules/lexeme.h"
#include "tts/text/rules/rule.h"

namespace driftwave {

/// Whether an abbreviation's full stop may end a sentence, too.
enum class AbbreviationEnd { kNone, kNever, kMay };

/// What must follow (or go before), so that the letters are the abbreviation.
enum class Follows { kAny, kName, kNumber, kAfterNumber };

struct ShortForm {
  std::string_view sign;  ///< without spaces
  std::string_view words;
  AbbreviationEnd end = AbbreviationEnd::kNever;
  Follows follows = Follows::kAny;
};

/// The row with the longest sign that stands here, and its lexemes; null where none does.
struct FoundShortForm {
  const ShortForm* row = nullptr;
  std::ptrdiff_t lexemes = 0;
};

/// @param counts whether a word stands where a number may follow: "IV", "Mai".
[[nodiscard]] FoundShortForm find_short_form(const Cursor& at, std::span<const ShortForm> rows,
                                             bool (*counts)(std::string_view word));

/// Hauptstr. 5: a name that ends with "str". @param whole what that stands for: "straße".
[[nodiscard]] Reading read_short_street(const Cursor& at, std::string_view whole);

/// The end of a text that lacks its last full stop, without spaces behind full stops: "z.B" of "so z. B".
[[nodiscard]] std::string end_before_full_stop(std::string_view text);

/// @param said see end_before_full_stop(). kNone where it ends with no row and with no short street.
[[nodiscard]] AbbreviationEnd short_form_end(std::string_view said, std::span<const ShortForm> rows);

/// Whether a sentence goes on behind the full stop of an abbreviation or of initials ("J. S. Bach").
/// @param opener_follows whether the next word begins sentences far more often than it goes on within one.
[[nodiscard]] constexpr bool goes_on_behind(AbbreviationEnd end, bool are_initials, bool opener_follows) {
  if (end == AbbreviationEnd::kNever) return true;
  return (end == AbbreviationEnd::kMay || are_initials) && !opener_follows;
}

}  // namespace driftwave
