#pragma once
/// Where the text of an SSML document stands in its bytes. Private to tts/ssml.cpp.
#include <cstddef>
#include <optional>
#include <string_view>

#include "tts/source_map.h"

namespace pugi {
class xml_node;
}

namespace driftwave {

/// Text of a document as the parser gives it, and where it stands.
struct ParsedText {
  std::string_view value;  ///< with references ("&amp;") and line ends resolved
  std::size_t source = 0;  ///< byte of the document where the text begins
  bool is_cdata = false;   ///< no references in it
};

/// Length of the reference that `rest` begins with ("&amp;", "&#39;"); 0 where it begins none.
[[nodiscard]] std::size_t reference_length(std::string_view rest);

/// Where an "&" of the document begins no reference, XML's or HTML's; a parser would take "One & two" as it
/// stands, and another one refuse it.
[[nodiscard]] std::optional<std::size_t> lone_ampersand(std::string_view document);

/// The byte of the document where an element's name or a text begins.
[[nodiscard]] std::size_t place_of(const pugi::xml_node& node);

/// Bytes between an element's tags; those of its tag where it has no content.
[[nodiscard]] SourceRange content_of(std::string_view document, const pugi::xml_node& node);

/// Appends the way from `text.value` back to the document.
void map_parsed_text(std::string_view document, const ParsedText& text, SourceMap& map);

}  // namespace driftwave
