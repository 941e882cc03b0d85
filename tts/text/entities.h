#pragma once
/// Characters that are written in a roundabout way.
#include <cstddef>
#include <string>
#include <string_view>

namespace driftwave {

struct Entity {
  std::size_t length = 0;  ///< bytes from & to ;
  std::string utf8;
};

/// The HTML entity (&amp; &#39; &#x2019;) at the start of `text`; of length 0 where there is none that is
/// known.
[[nodiscard]] Entity entity_at(std::string_view text);

/// A compatibility form in plain letters, digits and signs: ㎡ is m², Ⅳ is IV, ❶ is 1. Empty for characters
/// that have none or that are read well as they stand.
[[nodiscard]] std::string plain_form(char32_t c);

}  // namespace driftwave
