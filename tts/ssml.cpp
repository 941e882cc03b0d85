#include "tts/ssml.h"

#include <algorithm>
#include <map>
#include <optional>
#include <pugixml.hpp>
#include <set>

#include "engine/audio/audio_file.h"
#include "engine/core/error.h"
#include "tts/ssml_files.h"
#include "tts/ssml_prosody.h"
#include "tts/ssml_say_as.h"
#include "tts/ssml_source.h"
#include "tts/ssml_values.h"
#include "tts/ssml_voice.h"
#include "tts/ssml_words.h"
#include "tts/text/heteronyms.h"
#include "tts/text/lexicon.h"
#include "tts/text/phonetic_alphabets.h"
#include "tts/text/rules/lexeme.h"

namespace driftwave {
namespace {

constexpr int kDeepest = 64;

/// How text is spoken inside an element.
struct Manner {
  Prosody prosody;
  Emphasis emphasis = Emphasis::kNone;
  std::size_t speaker = 0;                           ///< of the voice
  std::string language;                              ///< another than the voice's; empty for none
  std::shared_ptr<const Lexicon> lexicon = nullptr;  ///< before the voice's own
};

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// Walks the document and collects segments.
class Reader {
 public:
  Reader(std::string_view ssml, std::string who, const SsmlOptions& options)
      : ssml_(ssml), who_(std::move(who)), options_(options), speaker_(options.speaker) {}

  SsmlDocument read() {
    check_references();
    pugi::xml_document document;
    const pugi::xml_parse_result parsed = document.load_buffer(
        ssml_.data(), ssml_.size(), pugi::parse_default | pugi::parse_ws_pcdata, pugi::encoding_utf8);
    if (!parsed) throw Error("{}, line {}: {}", who_, line_of(parsed.offset), parsed.description());
    const pugi::xml_node root = document.document_element();
    if (local_name(root) != "speak") {
      throw Error("{}: want <speak> around the document, got <{}>", who_, root.name());
    }
    has_lookup_ = static_cast<bool>(
        root.find_node([](const pugi::xml_node& node) { return local_name(node) == "lookup"; }));
    Manner manner;
    manner.speaker = options_.speaker;
    read_children(root, in_its_language(root, manner), 0);
    flush();
    if (next_.pause_before_seconds > 0.0 || !next_.marks.empty()) segments_.push_back(std::move(next_));
    return {.segments = std::move(segments_), .notes = std::move(notes_)};
  }

 private:
  void check_references() const {
    const std::optional<std::size_t> at = lone_ampersand(ssml_);
    if (!at) return;
    const std::string_view rest = ssml_.substr(*at);
    throw Error("{}, line {}: want &amp; for an ampersand, got \"{}\"", who_,
                line_of(static_cast<std::ptrdiff_t>(*at)),
                rest.substr(0, rest.find_first_of("<\r\n\"", 1)).substr(0, 20));
  }

  [[nodiscard]] static std::string_view local_name(const pugi::xml_node& node) {
    const std::string_view name = node.name();
    const std::size_t colon = name.find(':');
    return name.starts_with("ssml:") ? name.substr(colon + 1) : name;
  }

  /// Says once what was asked for in vain.
  void note(const pugi::xml_node& node, const std::string& what) {
    if (!noted_.insert(what).second) return;
    notes_.push_back(fmt::format("line {}: {}", line_of(node.offset_debug()), what));
  }

  [[nodiscard]] std::ptrdiff_t line_of(std::ptrdiff_t offset) const {
    const auto end = ssml_.begin() + std::clamp<std::ptrdiff_t>(offset, 0, std::ssize(ssml_));
    return 1 + std::count(ssml_.begin(), end, '\n');
  }

  [[noreturn]] void fail(const pugi::xml_node& node, const std::string& what) const {
    throw Error("{}, line {}: <{}>: {}", who_, line_of(node.offset_debug()), node.name(), what);
  }

  using Text = SsmlText;

  /// As it stands in the document.
  [[nodiscard]] Text parsed(const pugi::xml_node& node) const {
    Text text{.said = node.value(), .source = {}};
    map_parsed_text(
        ssml_, {.value = text.said, .source = place_of(node), .is_cdata = node.type() == pugi::node_cdata},
        text.source);
    return text;
  }

  /// What is said instead of an element's content.
  [[nodiscard]] Text instead_of(const pugi::xml_node& node, std::string said) const {
    Text text{.said = std::move(said), .source = {}};
    text.source.replaced(text.said.size(), content_of(ssml_, node));
    return text;
  }

  void read_children(const pugi::xml_node& parent, const Manner& manner, int depth) {
    if (depth > kDeepest) fail(parent, fmt::format("want at most {} elements inside each other", kDeepest));
    for (const pugi::xml_node& child : parent.children()) {
      if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
        add_text(child, parsed(child), manner);
      } else if (child.type() == pugi::node_element) {
        read_element(child, manner, depth);
      }
    }
  }

  void read_element(const pugi::xml_node& node, const Manner& around, int depth) {
    const std::string_view name = local_name(node);
    const Manner manner = in_its_language(node, around);
    if (name == "p" || name == "s" || name == "paragraph" || name == "sentence") {
      end_sentence();
      read_children(node, manner, depth + 1);
      end_sentence();
    } else if (name == "prosody") {
      read_children(node, changed(node, manner), depth + 1);
    } else if (name == "emphasis") {
      read_children(node, set_apart(node, manner), depth + 1);
    } else if (name == "voice") {
      read_children(node, spoken_by(node, manner), depth + 1);
    } else if (name == "break") {
      flush();
      next_.pause_before_seconds += pause_of(node);
    } else if (name == "mark") {
      next_.marks.push_back({.name = node.attribute("name").value(), .at = next_.text.size()});
    } else if (std::optional<std::string> said = said_instead(node, name)) {
      add_text(node, instead_of(node, std::move(*said)), manner);
    } else if (name == "audio") {
      if (!add_audio(node)) read_children(node, manner, depth + 1);
    } else if (name == "lexicon") {
      open_lexicon(node);
    } else if (name == "lookup") {
      read_children(node, looked_up(node, manner), depth + 1);
    } else {
      read_plainly(node, name, manner, depth);
    }
  }

  /// What an element says instead of its content; absent where the content speaks for itself.
  [[nodiscard]] std::optional<std::string> said_instead(const pugi::xml_node& node, std::string_view name) {
    if (name == "sub") {
      if (const pugi::xml_attribute alias = node.attribute("alias")) return alias.value();
      note(node, "<sub> without an alias is spoken as it stands");
    } else if (name == "phoneme") {
      return phonemes_of(node);
    } else if (name == "w" || name == "token") {
      return by_role(node, name);
    } else if (name == "say-as") {
      const SayAs how{.kind = node.attribute("interpret-as").value(),
                      .format = node.attribute("format").value()};
      const std::string content = text_of(node);
      std::optional<std::string> said = said_as(how, content, *language_of(options_.language));
      if (!said)
        note(node, fmt::format("interpret-as=\"{}\" is not known for such text, which is read as it stands",
                               how.kind));
      return said && *said != content ? said : std::nullopt;
    }
    return std::nullopt;
  }

  /// A word as its role says: role="amazon:VBD", "google:NN".
  [[nodiscard]] std::optional<std::string> by_role(const pugi::xml_node& node, std::string_view name) {
    const std::string_view role = node.attribute("role").value();
    if (role.empty()) return std::nullopt;
    const std::string_view ipa =
        reading_by_tag(lower_case(text_of(node)), role.substr(std::min(role.rfind(':') + 1, role.size())));
    if (!ipa.empty()) return "[[" + std::string(ipa) + "]]";
    note(node, fmt::format("the role of <{}> changes nothing", name));
    return std::nullopt;
  }

  /// Elements that change nothing about the words inside them.
  void read_plainly(const pugi::xml_node& node, std::string_view name, const Manner& manner, int depth) {
    static const std::set<std::string_view> kSilent{"metadata", "meta", "desc", "title"};
    static const std::set<std::string_view> kKnown{"sub", "phoneme", "say-as", "w", "token", "lang", "speak"};
    if (kSilent.contains(name)) return;
    if (!kKnown.contains(name)) note(node, fmt::format("<{}> is not known; what it holds is spoken", name));
    read_children(node, manner, depth + 1);
  }

  /// All text inside an element.
  [[nodiscard]] static std::string text_of(const pugi::xml_node& node) {
    std::string text;
    struct Walker : pugi::xml_tree_walker {
      explicit Walker(std::string& out) : out_(out) {}
      bool for_each(pugi::xml_node& inside) override {
        if (inside.type() == pugi::node_pcdata || inside.type() == pugi::node_cdata) out_ += inside.value();
        return true;
      }
      std::string& out_;
    } walker(text);
    pugi::xml_node copy = node;
    copy.traverse(walker);
    return text;
  }

  [[nodiscard]] Manner changed(const pugi::xml_node& node, Manner manner) {
    for (const pugi::xml_attribute& a : node.attributes()) {
      if (!change_prosody(a.name(), a.value(), manner.prosody))
        note(node, fmt::format("prosody {}=\"{}\" changes nothing", a.name(), a.value()));
    }
    limit_prosody(manner.prosody, [&](const std::string& what) { note(node, what); });
    return manner;
  }

  [[nodiscard]] Manner set_apart(const pugi::xml_node& node, Manner manner) {
    const std::string level = node.attribute("level").as_string("moderate");
    const std::optional<Emphasis> emphasis = ssml_emphasis(level);
    if (!emphasis) note(node, fmt::format("<emphasis>: the level \"{}\" is taken as moderate", level));
    manner.emphasis = emphasis.value_or(Emphasis::kModerate);
    return manner;
  }

  /// The manner with the speaker that <voice> asks for. Where there is no such one, the voice at hand speaks
  /// on.
  [[nodiscard]] Manner spoken_by(const pugi::xml_node& node, Manner manner) {
    const VoiceRequest wanted{.names = node.attribute("name").value(),
                              .languages = node.attribute("languages").value(),
                              .gender = node.attribute("gender").value(),
                              .age = node.attribute("age").value(),
                              .variant = node.attribute("variant").value()};
    if (const auto speaker = speaker_of(wanted, options_, manner.speaker)) {
      manner.speaker = *speaker;
    } else {
      note(node, voice_not_there(wanted, options_));
    }
    return manner;
  }

  [[nodiscard]] double pause_of(const pugi::xml_node& node) {
    const std::string time = node.attribute("time").value();
    const std::string strength = node.attribute("strength").as_string("medium");
    const auto pause = time.empty() ? ssml_break_strength(strength) : ssml_seconds(time);
    if (pause) return *pause;
    note(node, fmt::format("a break of \"{}\" is taken as medium (want 500ms, up to 60s)",
                           time.empty() ? strength : time));
    return ssml_break_strength("medium").value();
  }

  [[nodiscard]] std::optional<std::string> phonemes_of(const pugi::xml_node& node) {
    const std::string alphabet = node.attribute("alphabet").as_string("ipa");
    const std::string phonemes = node.attribute("ph").value();
    const std::optional<std::string> ipa = ipa_of(alphabet, phonemes);
    if (ipa && can_be_said(*ipa)) return "[[" + *ipa + "]]";
    note(node, fmt::format("phonemes \"{}\" in alphabet \"{}\" cannot be read", phonemes, alphabet));
    return std::nullopt;
  }

  /// The manner with the language that an element names.
  [[nodiscard]] Manner in_its_language(const pugi::xml_node& node, Manner manner) const {
    const std::string language = node.attribute("xml:lang").value();
    if (language.empty()) return manner;
    manner.language = language_stem(language) == language_stem(options_.language) ? "" : language;
    return manner;
  }

  /// A recording. @return whether it sounds; if not, what the element holds is spoken instead.
  bool add_audio(const pugi::xml_node& node) {
    try {
      auto audio = std::make_shared<const AudioBuffer>(
          read_audio(ssml_file(node.attribute("src").value(), options_.files)));
      flush();
      next_.audio = std::move(audio);
      segments_.push_back(std::move(next_));
      next_ = {};
      return true;
    } catch (const Error& e) {
      note(node, fmt::format("<audio>: {}", e.what()));
      return false;
    }
  }

  void open_lexicon(const pugi::xml_node& node) {
    try {
      const auto lexicon = load_lexicons({ssml_file(node.attribute("uri").value(), options_.files)});
      lexicons_[node.attribute("xml:id").value()] = lexicon;
      if (!has_lookup_) general_lexicons_.push_back(lexicon);
    } catch (const Error& e) {
      note(node, fmt::format("<lexicon>: {}", e.what()));
    }
  }

  [[nodiscard]] Manner looked_up(const pugi::xml_node& node, Manner manner) {
    const auto found = lexicons_.find(node.attribute("ref").value());
    if (found == lexicons_.end()) {
      note(node, fmt::format("<lookup>: no lexicon \"{}\" is open", node.attribute("ref").value()));
    } else {
      manner.lexicon = found->second;
    }
    return manner;
  }

  /// As the lexicons and the language say it.
  [[nodiscard]] Text in_manner(const pugi::xml_node& node, Text text, const Manner& manner) {
    if (manner.lexicon != nullptr) text = said_by_lexicon(text, *manner.lexicon);
    // A later one wins: what it says is read no more.
    for (std::size_t i = general_lexicons_.size(); i-- > 0;)
      text = said_by_lexicon(text, *general_lexicons_[i]);
    if (manner.language.empty() || is_blank(text.said)) return text;
    try {
      return said_in_language(text, manner.language);
    } catch (const Error&) {
      note(node, fmt::format("no phonemes are known for the language \"{}\"", manner.language));
      return text;
    }
  }

  void add_text(const pugi::xml_node& node, const Text& plain, const Manner& manner) {
    // White space between elements belongs to no segment of its own.
    if (is_blank(plain.said) && next_.text.empty()) return;
    Text text = in_manner(node, plain, manner);
    Prosody prosody = emphasised(manner.prosody, manner.emphasis);
    limit_prosody(prosody, [&](const std::string& what) { note(node, what); });
    if ((prosody != prosody_ || manner.speaker != speaker_) && !is_blank(text.said)) {
      if (!is_blank(next_.text)) {
        // A mark right behind a piece belongs to it: it says how the piece ends.
        if (next_.text.back() != ' ')
          go_on_with(text, std::min(text.said.find_first_not_of(".,;:?!"), text.said.size()));
        if (is_blank(text.said)) return go_on_with(text, text.said.size());
        flush();
      }
      prosody_ = prosody;
      speaker_ = manner.speaker;
    }
    next_.speaker = speaker_;
    next_.speed = prosody_.speed;
    next_.pitch_st = prosody_.pitch_st;
    next_.pitch_range = prosody_.pitch_range;
    next_.volume_db = prosody_.volume_db;
    if (prosody_.contour != nullptr) next_.contour = *prosody_.contour;
    go_on_with(text, text.said.size());
  }

  /// The next `bytes` of a text are said with what stands before them.
  void go_on_with(Text& text, std::size_t bytes) {
    next_.text += text.said.substr(0, bytes);
    next_.source.append(text.source.part(0, bytes));
    text.source = text.source.part(bytes, text.said.size());
    text.said.erase(0, bytes);
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
      for (SsmlMark& mark : next_.marks) mark.at = 0;
      return;
    }
    segments_.push_back(std::move(next_));
    next_ = {};
  }

  std::string_view ssml_;
  std::string who_;
  const SsmlOptions& options_;
  bool has_lookup_ = false;  ///< then a lexicon holds only where it is looked up
  std::map<std::string, std::shared_ptr<const Lexicon>> lexicons_;
  std::vector<std::shared_ptr<const Lexicon>> general_lexicons_;
  std::vector<SsmlSegment> segments_;
  SsmlSegment next_;
  Prosody prosody_;      ///< of `next_`
  std::size_t speaker_;  ///< of `next_`
  std::vector<std::string> notes_;
  std::set<std::string> noted_;
};

}  // namespace

SsmlDocument parse_ssml(std::string_view ssml, const std::string& who, const SsmlOptions& options) {
  return Reader(ssml, who, options).read();
}

}  // namespace driftwave
