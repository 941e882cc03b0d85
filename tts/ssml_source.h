#pragma once
/// Where the text of an SSML document stands in its bytes. Private to tts/ssml.cpp.
#include <cstddef>
#include <string_view>

#include "tts/source_map.h"

namespace driftwave {

/// Text of a document as the parser gives it, and where it stands.
struct ParsedText {
  std::string_view value;  ///< with references ("&amp;") and line ends resolved
  std::size_t source = 0;  ///< byte of the document where the text begins
  bool is_cdata = false;   ///< no references in it
};

/// Length of the reference that `rest` begins with ("&amp;", "&#39;"); 0 where it begins none.
[[nodiscard]] std::size_t reference_length(std::string_view rest);

/// Appends the way from `text.value` back to the document.
void map_parsed_text(std::string_view document, const ParsedText& text, SourceMap& map);

}  // namespace driftwave
