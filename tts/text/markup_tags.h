#pragma once
/// Tags of HTML and of WebVTT, and what they mean for a voice.
#include <cstddef>
#include <string>
#include <string_view>

namespace driftwave {

enum class TagEffect {
  kNothing,    ///< silent: b, i, a, span
  kLine,       ///< a new line: br
  kItem,       ///< a sentence of its own: li, tr
  kParagraph,  ///< a new paragraph: p, h1, div
  kCell,       ///< the end of a table's cell
  kRaised,     ///< sup
};

struct MarkupTag {
  std::size_t length = 0;  ///< bytes; comments, scripts and styles with their content
  TagEffect effect = TagEffect::kNothing;
  std::string spoken;  ///< the text in place of an image; an address in angle brackets
};

/// The tag at the start of `rest`; of length 0 where "<" is only a sign. A name that HTML does not know is a
/// tag where `text` closes it.
[[nodiscard]] MarkupTag tag_at(std::string_view rest, std::string_view text);

}  // namespace driftwave
