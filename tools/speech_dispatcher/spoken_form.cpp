#include "tools/speech_dispatcher/spoken_form.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <pugixml.hpp>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/error.h"
#include "tools/speech_dispatcher/symbol_names.h"
#include "tts/ssml.h"
#include "tts/text/utf8.h"

namespace driftwave {
namespace {

/// XML has no control characters, and nobody hears them.
std::u32string code_points(const std::string& text) {
  std::u32string points = to_code_points(text);
  std::erase_if(points, [](char32_t c) { return c < 0x20 && c != '\t' && c != '\n' && c != '\r'; });
  return points;
}

bool is_letter(char32_t point) {
  return u_isalpha(static_cast<UChar32>(point));
}
bool is_capital(char32_t point) {
  return u_isupper(static_cast<UChar32>(point));
}
bool is_space(char32_t point) {
  return u_isUWhiteSpace(static_cast<UChar32>(point));
}

/// Symbols that the voice reads as a pause or an end, whether their names are spoken or not.
bool shapes_prosody(char32_t point) {
  return std::u32string_view(U".,;:!?\u2026").find(point) != std::u32string_view::npos;
}

/// Text between tones that announce a capital: one before every piece but the first.
using Pieces = std::vector<std::string>;

/// Rewrites plain text as it is spoken.
class Shaper {
 public:
  explicit Shaper(const ModuleSettings& settings) : settings_(settings) {}

  Pieces shape(const std::string& text) {
    pieces_ = {""};
    const std::u32string points = code_points(text);
    for (std::size_t i = 0; i < points.size(); ++i) {
      const bool begins_word = i == 0 || !is_letter(points[i - 1]);
      if (settings_.spells) {
        spell(points[i]);
      } else {
        const bool ends = i + 1 == points.size() || is_space(points[i + 1]);
        add(points[i], begins_word, ends);
      }
    }
    return std::move(pieces_);
  }

  /// One character, told as such.
  Pieces name(char32_t point) {
    pieces_ = {""};
    spell(point);
    return std::move(pieces_);
  }

 private:
  void add(char32_t point, bool begins_word, bool ends_word) {
    if (begins_word && is_capital(point)) announce_capital();
    if (!is_named(point, settings_.punctuation)) return append_utf8(pieces_.back(), point);
    pieces_.back() += ' ';
    pieces_.back() += *symbol_name(point);
    if (ends_word && shapes_prosody(point)) return append_utf8(pieces_.back(), point);
    pieces_.back() += " ";
  }

  void spell(char32_t point) {
    if (is_space(point)) return;
    if (is_capital(point)) announce_capital();
    std::string& text = pieces_.back();
    if (const auto called = symbol_name(point)) {
      text += *called;
    } else {
      append_utf8(text, static_cast<char32_t>(u_toupper(static_cast<UChar32>(point))));
    }
    text += " ";
  }

  void announce_capital() {
    if (settings_.capitals == Capitals::kSpell) pieces_.back() += "capital ";
    if (settings_.capitals == Capitals::kIcon) pieces_.emplace_back();
  }

  const ModuleSettings& settings_;
  Pieces pieces_;
};

void insert_before(pugi::xml_node place, const Pieces& pieces) {
  pugi::xml_node parent = place.parent();
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (i > 0) parent.insert_child_before("mark", place).append_attribute("name") = kCapitalMark;
    parent.insert_child_before(pugi::node_pcdata, place).set_value(pieces[i].c_str());
  }
}

/// Whether an element says itself what is spoken instead of its content.
bool is_settled(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  return name == "phoneme" || name == "sub" || name == "say-as";
}

void shape_children(const pugi::xml_node& node, Shaper& shaper) {
  for (pugi::xml_node child = node.first_child(); child;) {
    const pugi::xml_node next = child.next_sibling();
    if (child.type() == pugi::node_element && !is_settled(child)) {
      shape_children(child, shaper);
    } else if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
      insert_before(child, shaper.shape(child.value()));
      pugi::xml_node(node).remove_child(child);
    }
    child = next;
  }
}

std::string to_text(const pugi::xml_document& document) {
  std::ostringstream text;
  document.save(text, "", pugi::format_raw | pugi::format_no_declaration, pugi::encoding_utf8);
  return text.str();
}

std::string spoken_pieces(const Pieces& pieces) {
  pugi::xml_document document;
  const pugi::xml_node place = document.append_child("speak").append_child(pugi::node_pcdata);
  insert_before(place, pieces);
  return to_text(document);
}

std::string without_tags(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    const std::size_t open = std::min(text.find('<'), text.size());
    plain += text.substr(0, open);
    const std::size_t close = text.find('>', open);
    text.remove_prefix(close == std::string_view::npos ? text.size() : close + 1);
  }
  static constexpr std::array<std::pair<std::string_view, char>, 5> kEntities = {
      {{"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}, {"&amp;", '&'}}};
  for (const auto& [entity, meant] : kEntities) {
    for (std::size_t at = 0; (at = plain.find(entity, at)) != std::string::npos; ++at)
      plain.replace(at, entity.size(), 1, meant);
  }
  return plain;
}

bool is_document(const std::string& text) {
  const std::string_view rest =
      std::string_view(text).substr(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  return rest.starts_with("<speak") || rest.starts_with("<?xml");
}

std::string spoken_text(const std::string& text, Shaper& shaper) {
  if (!is_document(text)) return spoken_pieces(shaper.shape(text));
  try {
    (void)parse_ssml(text, "message");
  } catch (const Error&) {
    return spoken_pieces(shaper.shape(without_tags(text)));
  }
  pugi::xml_document document;
  document.load_buffer(text.data(), text.size(), pugi::parse_default | pugi::parse_ws_pcdata,
                       pugi::encoding_utf8);
  shape_children(document.document_element(), shaper);
  return to_text(document);
}

std::string spoken_char(const std::string& text, Shaper& shaper) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kNamed = {
      {{" ", "space"}, {"\t", "tab"}, {"\n", "new line"}, {"\r", "return"}, {"\u00A0", "no-break space"}}};
  for (const auto& [character, called] : kNamed) {
    if (text == character) return spoken_pieces({std::string(called)});
  }
  const std::u32string points = code_points(text);
  if (points.size() != 1) return spoken_pieces(shaper.shape(text));
  return spoken_pieces(shaper.name(points.front()));
}

/// Letters that stand alone are names of keys.
std::string spoken_key(const std::string& text, Shaper& shaper) {
  if (code_points(text).size() == 1) return spoken_char(text, shaper);
  std::string words = key_words(text);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool stands_alone =
        (i == 0 || words[i - 1] == ' ') && (i + 1 == words.size() || words[i + 1] == ' ');
    if (stands_alone && words[i] >= 'a' && words[i] <= 'z')
      words[i] = static_cast<char>(words[i] - 'a' + 'A');
  }
  return spoken_pieces({words});
}

}  // namespace

std::string spoken_form(const Message& message, const ModuleSettings& settings) {
  Shaper shaper(settings);
  if (message.kind == MessageKind::kChar) return spoken_char(message.text, shaper);
  if (message.kind == MessageKind::kKey) return spoken_key(message.text, shaper);
  if (message.kind == MessageKind::kText) return spoken_text(message.text, shaper);
  std::string icon = message.text;
  std::ranges::replace_if(
      icon, [](char c) { return c == '-' || c == '_'; }, ' ');
  return spoken_pieces({icon});
}

}  // namespace driftwave
