#include "tts/ssml_source.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <pugixml.hpp>
#include <string>

#include "tts/text/entities.h"

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

/// One past the ">" of the tag whose name stands at `name`.
std::size_t end_of_tag(std::string_view document, std::size_t name) {
  char quote = 0;
  for (std::size_t i = name; i < document.size(); ++i) {
    if (quote == 0 && document[i] == '>') return i + 1;
    if (quote == document[i]) {
      quote = 0;
    } else if (quote == 0 && (document[i] == '"' || document[i] == '\'')) {
      quote = document[i];
    }
  }
  return document.size();
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

std::optional<std::size_t> lone_ampersand(std::string_view document) {
  for (std::size_t at = document.find_first_of("&<"); at != std::string_view::npos;
       at = document.find_first_of("&<", at + 1)) {
    const std::string_view rest = document.substr(at);
    const std::string_view close = rest.starts_with("<![CDATA[") ? "]]>"
                                   : rest.starts_with("<!--")    ? "-->"
                                                                 : "";
    if (!close.empty()) {
      at = std::min(document.find(close, at), document.size());
    } else if (rest.front() == '&' && reference_length(rest) == 0 && entity_at(rest).length == 0) {
      return at;
    }
  }
  return std::nullopt;
}

std::size_t place_of(const pugi::xml_node& node) {
  return static_cast<std::size_t>(std::max<std::ptrdiff_t>(node.offset_debug(), 0));
}

SourceRange content_of(std::string_view document, const pugi::xml_node& node) {
  const std::size_t name = place_of(node);
  const std::size_t begin = end_of_tag(document, name);
  if (!node.first_child()) return {.begin = name - 1, .end = begin};
  std::size_t last = begin;
  for (pugi::xml_node inside = node.last_child(); inside; inside = inside.last_child())
    last = place_of(inside);
  return {.begin = begin,
          .end = std::min(document.find("</" + std::string(node.name()), last), document.size())};
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
