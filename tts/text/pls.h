#pragma once
/// The W3C's Pronunciation Lexicon Specification 1.0, as files of other engines have it.
#include <string>
#include <string_view>

namespace driftwave {

/// Whether a text is an XML document, which a lexicon of two columns is not.
[[nodiscard]] bool is_xml(std::string_view text);

/// A PLS document as lines for Lexicon::add(): each grapheme with its first phoneme, else its alias. Lexemes
/// in an alphabet that is not known, and graphemes of several words, are left out.
/// @param who names the document in messages. @throws Error with the line for malformed XML, and for XML of
/// another kind.
[[nodiscard]] std::string lexicon_lines(std::string_view pls, const std::string& who);

}  // namespace driftwave
