#include "tts/ssml_source.h"

#include <algorithm>
#include <array>

namespace driftwave {
namespace {

bool is_digit(char c, bool hexadecimal) {
  const bool decimal = c >= '0' && c <= '9';
  return decimal || (hexadecimal && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')));
}

/// Bytes of the character that begins with `lead`.
std::size_t character_bytes(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

}  // namespace

std::size_t reference_length(std::string_view rest) {
  static constexpr std::array<std::string_view, 5> kNamed = {"&amp;", "&lt;", "&gt;", "&apos;", "&quot;"};
  for (const std::string_view name : kNamed) {
    if (rest.starts_with(name)) return name.size();
  }
  if (!rest.starts_with("&#")) return 0;
  const bool hexadecimal = rest.substr(2).starts_with('x');
  const std::size_t first = hexadecimal ? 3 : 2;
  std::size_t end = first;
  while (end < rest.size() && is_digit(rest[end], hexadecimal)) ++end;
  return end > first && end < rest.size() && rest[end] == ';' ? end + 1 : 0;
}

void map_parsed_text(std::string_view document, const ParsedText& text, SourceMap& map) {
  std::size_t source = text.source;
  for (std::size_t i = 0; i < text.value.size();) {
    const std::string_view rest = document.substr(std::min(source, document.size()));
    const std::size_t reference = text.is_cdata ? 0 : reference_length(rest);
    std::size_t bytes = 1;
    if (reference > 0) {
      bytes = std::min(character_bytes(text.value[i]), text.value.size() - i);
      map.replaced(bytes, {.begin = source, .end = source + reference});
      source += reference;
    } else {
      if (rest.starts_with("\r\n")) ++source;
      map.copied(bytes, source++);
    }
    i += bytes;
  }
}

}  // namespace driftwave
