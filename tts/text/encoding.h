#pragma once
/// Files of text in the encodings that people still have.
#include <cstddef>
#include <string>

namespace driftwave {

struct DecodedText {
  std::string utf8;  ///< may hold invalid bytes where the file is UTF-8 and damaged
  std::size_t skipped_bytes =
      0;               ///< of a byte-order mark before UTF-8: offsets in the file are that much more
  std::string note{};  ///< what was guessed; empty where the file says what it is
};

/// Decodes by byte-order mark (UTF-8, 16, 32), else by an XML declaration, else as UTF-8, else as
/// Windows-1252 with a note. Bytes that are no text in either, such as zeros among letters, stay as they are.
/// Other encodings than UTF-8 have no offsets into the file: they are counted in `utf8`.
[[nodiscard]] DecodedText decode_text(std::string bytes);

}  // namespace driftwave
