#include "tts/text/pls.h"

#include <algorithm>
#include <optional>
#include <pugixml.hpp>

#include "engine/core/error.h"
#include "tts/text/bytes.h"
#include "tts/text/phonetic_alphabets.h"

namespace driftwave {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

std::string_view content(const pugi::xml_node& node) {
  return trim(node.child_value(), kSpace);
}

/// "/ipa/" or other words; absent where neither can be read.
std::optional<std::string> pronunciation(const pugi::xml_node& lexeme, const std::string& alphabet) {
  if (const pugi::xml_node phoneme = lexeme.child("phoneme")) {
    const std::string own = phoneme.attribute("alphabet").as_string(alphabet.c_str());
    const std::optional<std::string> ipa = ipa_of(own, content(phoneme));
    if (ipa && !ipa->empty()) return '/' + *ipa + '/';
  }
  std::string alias(content(lexeme.child("alias")));
  std::replace(alias.begin(), alias.end(), '\n', ' ');
  return alias.empty() ? std::nullopt : std::optional(std::move(alias));
}

}  // namespace

bool is_xml(std::string_view text) {
  const std::string_view trimmed = trim(text, kSpace);
  return trimmed.starts_with("<?xml") || trimmed.starts_with("<lexicon") || trimmed.starts_with("<!--");
}

std::string lexicon_lines(std::string_view pls, const std::string& who) {
  pugi::xml_document document;
  const pugi::xml_parse_result parsed =
      document.load_buffer(pls.data(), pls.size(), pugi::parse_default, pugi::encoding_utf8);
  if (!parsed) {
    const auto end = pls.begin() + std::clamp<std::ptrdiff_t>(parsed.offset, 0, std::ssize(pls));
    throw Error("{}, line {}: {}", who, 1 + std::count(pls.begin(), end, '\n'), parsed.description());
  }
  const pugi::xml_node root = document.document_element();
  if (std::string_view(root.name()) != "lexicon")
    throw Error("{}: want <lexicon> around the document, got <{}>", who, root.name());
  const std::string alphabet = root.attribute("alphabet").as_string("ipa");
  std::string lines;
  for (const pugi::xml_node lexeme : root.children("lexeme")) {
    const std::optional<std::string> said = pronunciation(lexeme, alphabet);
    for (const pugi::xml_node grapheme : lexeme.children("grapheme")) {
      const std::string_view word = content(grapheme);
      if (!said || word.empty() || word.find_first_of(kSpace) != std::string_view::npos) continue;
      lines.append(word).append("\t").append(*said).append("\n");
    }
  }
  return lines;
}

}  // namespace driftwave
