#pragma once
/// Text as it comes in: repaired to valid UTF-8 without control characters.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace driftwave {

/// Valid UTF-8, and the way back to the bytes it was made from.
struct CleanText {
  std::string text;
  std::size_t dropped_bytes = 0;      ///< invalid bytes and byte-order marks, left out
  std::size_t replaced_controls = 0;  ///< control characters that became spaces

  /// Byte offset in the original of byte `position` of `text`; `text.size()` maps to the original's end.
  [[nodiscard]] std::size_t source_offset(std::size_t position) const;

  /// Where bytes were left out: from position `at` on, offsets shift by `shift`. Ascending.
  struct Gap {
    std::size_t at = 0;
    std::size_t shift = 0;
  };
  std::vector<Gap> gaps;

  /// Where the text asks for a pause, which is no part of `text`. Ascending.
  struct Pause {
    std::size_t at = 0;
    double seconds = 0.0;
  };
  std::vector<Pause> pauses{};
};

/// Leaves out invalid bytes, U+FFFD, U+FEFF, U+00AD and a terminal's escape sequences; turns control
/// characters except tab and newline into spaces of the same length, and a carriage return that ends a line
/// alone into a newline. Never fails.
[[nodiscard]] CleanText clean_utf8(std::string_view bytes);

/// Code points of valid UTF-8; invalid bytes are skipped.
[[nodiscard]] std::u32string to_code_points(std::string_view utf8);

/// Appends one code point. Surrogates and values past U+10FFFF append nothing.
void append_utf8(std::string& out, char32_t code_point);

}  // namespace driftwave
