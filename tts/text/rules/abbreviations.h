#pragma once
/// Abbreviations that end in a full stop, for whoever has to tell one from the end of a sentence.
#include <string_view>

namespace driftwave {

enum class AbbreviationEnd {
  kNone,          ///< not an abbreviation, or one that ends a sentence where a capital follows: etc.
  kNever,         ///< a sentence never ends after it: Mr., e.g.
  kMay,           ///< a sentence may end after it: Inc., p.m.
  kBeforeNumber,  ///< a sentence goes on only if a number follows: No., Fig., p.
};

/// @param word without its last full stop, dots inside kept: "Mr", "e.g", "U.S".
[[nodiscard]] AbbreviationEnd abbreviation_end(std::string_view word);

/// Whether a word in small letters is what streets are called: "avenue", "ave".
[[nodiscard]] bool is_street(std::string_view word);

}  // namespace driftwave
