#include "tts/ssml.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <pugixml.hpp>
#include <set>

#include "engine/core/error.h"
#include "tts/ssml_source.h"
#include "tts/ssml_values.h"

namespace driftwave {
namespace {

constexpr int kDeepest = 64;

struct Prosody {
  double speed = 1.0;
  double pitch_st = 0.0;
  double volume_db = 0.0;
};

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// One past the ">" of the tag whose name stands at `name`.
std::size_t end_of_tag(std::string_view ssml, std::size_t name) {
  char quote = 0;
  for (std::size_t i = name; i < ssml.size(); ++i) {
    if (quote == 0 && ssml[i] == '>') return i + 1;
    if (quote == ssml[i]) {
      quote = 0;
    } else if (quote == 0 && (ssml[i] == '"' || ssml[i] == '\'')) {
      quote = ssml[i];
    }
  }
  return ssml.size();
}

/// Walks the document and collects segments.
class Reader {
 public:
  Reader(std::string_view ssml, std::string who) : ssml_(ssml), who_(std::move(who)) {}

  std::vector<SsmlSegment> read() {
    pugi::xml_document document;
    const pugi::xml_parse_result parsed = document.load_buffer(
        ssml_.data(), ssml_.size(), pugi::parse_default | pugi::parse_ws_pcdata, pugi::encoding_utf8);
    if (!parsed) throw Error("{}, line {}: {}", who_, line_of(parsed.offset), parsed.description());
    const pugi::xml_node root = document.document_element();
    if (std::string_view(root.name()) != "speak") {
      throw Error("{}: want <speak> around the document, got <{}>", who_, root.name());
    }
    read_children(root, {}, 0);
    flush();
    if (next_.pause_before_seconds > 0.0 || !next_.marks.empty()) segments_.push_back(std::move(next_));
    return std::move(segments_);
  }

 private:
  [[nodiscard]] std::ptrdiff_t line_of(std::ptrdiff_t offset) const {
    const auto end = ssml_.begin() + std::clamp<std::ptrdiff_t>(offset, 0, std::ssize(ssml_));
    return 1 + std::count(ssml_.begin(), end, '\n');
  }

  [[noreturn]] void fail(const pugi::xml_node& node, const std::string& what) const {
    throw Error("{}, line {}: <{}>: {}", who_, line_of(node.offset_debug()), node.name(), what);
  }

  /// What is to be said, and where it stands.
  struct Text {
    std::string said;
    SourceMap source;
  };

  /// As it stands in the document.
  [[nodiscard]] Text parsed(const pugi::xml_node& node) const {
    Text text{.said = node.value(), .source = {}};
    map_parsed_text(
        ssml_, {.value = text.said, .source = source_of(node), .is_cdata = node.type() == pugi::node_cdata},
        text.source);
    return text;
  }

  /// What is said instead of an element's content.
  [[nodiscard]] Text instead_of(const pugi::xml_node& node, std::string said) const {
    Text text{.said = std::move(said), .source = {}};
    text.source.replaced(text.said.size(), content_of(node));
    return text;
  }

  /// Where an element's name or a text begins.
  [[nodiscard]] static std::size_t source_of(const pugi::xml_node& node) {
    return static_cast<std::size_t>(std::max<std::ptrdiff_t>(node.offset_debug(), 0));
  }

  /// Bytes between an element's tags; those of its tag where it has no content.
  [[nodiscard]] SourceRange content_of(const pugi::xml_node& node) const {
    const std::size_t name = source_of(node);
    const std::size_t begin = end_of_tag(ssml_, name);
    if (!node.first_child()) return {.begin = name - 1, .end = begin};
    std::size_t last = begin;
    for (pugi::xml_node inside = node.last_child(); inside; inside = inside.last_child()) {
      last = source_of(inside);
    }
    return {.begin = begin, .end = std::min(ssml_.find("</" + std::string(node.name()), last), ssml_.size())};
  }

  void read_children(const pugi::xml_node& parent, const Prosody& prosody, int depth) {
    if (depth > kDeepest) fail(parent, fmt::format("want at most {} elements inside each other", kDeepest));
    for (const pugi::xml_node& child : parent.children()) {
      if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
        add_text(parsed(child), prosody);
      } else if (child.type() == pugi::node_element) {
        read_element(child, prosody, depth);
      }
    }
  }

  void read_element(const pugi::xml_node& node, const Prosody& prosody, int depth) {
    const std::string_view name = node.name();
    if (name == "p" || name == "s") {
      end_sentence();
      read_children(node, prosody, depth + 1);
      end_sentence();
    } else if (name == "prosody") {
      read_children(node, changed(node, prosody), depth + 1);
    } else if (name == "break") {
      flush();
      next_.pause_before_seconds += pause_of(node);
    } else if (name == "mark") {
      flush();
      next_.marks.push_back(attribute(node, "name"));
    } else if (name == "sub") {
      add_text(instead_of(node, attribute(node, "alias")), prosody);
    } else if (name == "phoneme") {
      add_text(instead_of(node, phonemes_of(node)), prosody);
    } else if (name == "say-as") {
      add_text(said_as(node), prosody);
    } else {
      fail(node, "want speak, p, s, break, prosody, phoneme, sub, say-as or mark");
    }
  }

  [[nodiscard]] std::string attribute(const pugi::xml_node& node, const char* name) const {
    const pugi::xml_attribute found = node.attribute(name);
    if (!found) fail(node, fmt::format("want the attribute {}, got none", name));
    return found.value();
  }

  [[nodiscard]] Prosody changed(const pugi::xml_node& node, Prosody prosody) const {
    for (const pugi::xml_attribute& a : node.attributes()) {
      const std::string name = a.name();
      std::optional<double> value;
      if (name == "rate" && (value = ssml_rate(a.value()))) {
        prosody.speed *= *value;
      } else if (name == "pitch" && (value = ssml_pitch_st(a.value()))) {
        prosody.pitch_st += *value;
      } else if (name == "volume" && (value = ssml_volume_db(a.value()))) {
        prosody.volume_db += *value;
      } else {
        fail(node,
             fmt::format("want rate (\"slow\", \"120%\"), pitch (\"high\", \"+2st\", \"-10%\") or volume "
                         "(\"soft\", \"+6dB\"), got {}=\"{}\"",
                         name, a.value()));
      }
    }
    const auto check = [&](const char* what, double value, double low, double high) {
      if (value >= low && value <= high) return;
      fail(node, fmt::format("want a {} of {:g} to {:g}, got {:g}", what, low, high, value));
    };
    check("speed", prosody.speed, 0.25, 4.0);
    check("pitch in semitones", prosody.pitch_st, -24.0, 24.0);
    check("volume in dB", prosody.volume_db, -std::numeric_limits<double>::infinity(), 24.0);
    return prosody;
  }

  [[nodiscard]] double pause_of(const pugi::xml_node& node) const {
    const std::string time = node.attribute("time").value();
    const std::string strength = node.attribute("strength").as_string("medium");
    const auto pause = time.empty() ? ssml_break_strength(strength) : ssml_seconds(time);
    if (!pause) {
      fail(node, fmt::format("want time=\"500ms\" (up to 60s) or strength none to x-strong, got \"{}\"",
                             time.empty() ? strength : time));
    }
    return *pause;
  }

  [[nodiscard]] std::string phonemes_of(const pugi::xml_node& node) const {
    const std::string alphabet = node.attribute("alphabet").as_string("ipa");
    const std::string phonemes = attribute(node, "ph");
    if (alphabet != "ipa") fail(node, fmt::format("want alphabet \"ipa\", got \"{}\"", alphabet));
    if (phonemes.find_first_of("[]") != std::string::npos) fail(node, "want IPA without brackets in ph");
    return "[[" + phonemes + "]]";
  }

  /// The front end tells numbers, dates and money by their form; only what it cannot see is spelled out here.
  [[nodiscard]] Text said_as(const pugi::xml_node& node) const {
    static const std::set<std::string_view> kByForm{"cardinal", "number",   "date", "time",
                                                    "currency", "fraction", "unit", "address"};
    const std::string kind = attribute(node, "interpret-as");
    const pugi::xml_node content = node.find_child([](const pugi::xml_node& child) {
      return child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata;
    });
    const std::string text = content.value();
    if (kind == "characters" || kind == "spell-out" || kind == "telephone" || kind == "digits") {
      return instead_of(node, spelled(text));
    }
    if (kind == "ordinal") return instead_of(node, ordinal(node, text));
    if (!kByForm.contains(kind)) fail(node, fmt::format("interpret-as \"{}\" is not known", kind));
    return parsed(content);
  }

  static std::string spelled(const std::string& text) {
    std::string letters;
    for (char c : text) {
      if (c == ' ' || c == '-') continue;
      const bool continues = (static_cast<unsigned char>(c) & 0xC0) == 0x80;  // inside a UTF-8 character
      if (!letters.empty() && !continues) letters += ' ';
      letters += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return letters;
  }

  [[nodiscard]] std::string ordinal(const pugi::xml_node& node, const std::string& text) const {
    const bool digits =
        !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    if (!digits) fail(node, fmt::format("want digits for an ordinal, got \"{}\"", text));
    const bool teen = text.size() > 1 && text[text.size() - 2] == '1';
    const char last = teen ? '0' : text.back();
    return text + (last == '1' ? "st" : last == '2' ? "nd" : last == '3' ? "rd" : "th");
  }

  void add_text(const Text& text, const Prosody& prosody) {
    // White space between elements belongs to no segment of its own.
    if (is_blank(text.said) && next_.text.empty()) return;
    const bool same = next_.speed == prosody.speed && next_.pitch_st == prosody.pitch_st &&
                      next_.volume_db == prosody.volume_db;
    if (!same && !is_blank(text.said)) {
      if (!is_blank(next_.text)) flush();
      next_.speed = prosody.speed;
      next_.pitch_st = prosody.pitch_st;
      next_.volume_db = prosody.volume_db;
    }
    next_.text += text.said;
    next_.source.append(text.source);
  }

  void end_sentence() {
    if (is_blank(next_.text) || next_.text.ends_with("\n\n")) return;
    next_.source.replaced(2, next_.source.source_of(next_.text.size(), next_.text.size()));
    next_.text += "\n\n";
  }

  /// Ends the segment if it says something; else its pause and marks wait for text.
  void flush() {
    if (is_blank(next_.text)) {
      next_.text.clear();
      next_.source = {};
      return;
    }
    segments_.push_back(std::move(next_));
    next_ = {};
  }

  std::string_view ssml_;
  std::string who_;
  std::vector<SsmlSegment> segments_;
  SsmlSegment next_;
};

}  // namespace

std::vector<SsmlSegment> parse_ssml(std::string_view ssml, const std::string& who) {
  return Reader(ssml, who).read();
}

}  // namespace driftwave
