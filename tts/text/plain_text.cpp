#include "tts/text/plain_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <optional>
#include <utility>

#include "tts/text/bytes.h"
#include "tts/text/entities.h"
#include "tts/text/inline_pause.h"
#include "tts/text/markup_tags.h"
#include "tts/text/phonetic_alphabets.h"

namespace driftwave {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

std::string_view line_at(std::string_view text, std::size_t at) {
  return text.substr(at, std::min(text.find('\n', at), text.size()) - at);
}

/// 00:01:02,500 --> 00:01:04,000 as SubRip and WebVTT write it.
bool is_clock_line(std::string_view line) {
  const std::size_t arrow = line.find("-->");
  const std::string_view from = trim(line.substr(0, std::min(arrow, line.size())), " \t");
  return arrow != kNone && from.size() >= 9 && from.find_first_not_of("0123456789:.,") == kNone &&
         from.find(':') != kNone;
}

bool is_number_line(std::string_view line) {
  line = trim(line, " \t");
  return !line.empty() && line.find_first_not_of("0123456789") == kNone;
}

/// --- *** ___ === and the rule under a table's head.
bool is_drawn_line(std::string_view line) {
  line = trim(line, " \t");
  return line.size() >= 3 && line.find_first_not_of("-=*_|:+ ~") == kNone &&
         line.find_first_of("-=*_") != kNone;
}

/// ```cpp, ~~~
bool is_fence(std::string_view line) {
  line = trim(line, " \t");
  return (line.starts_with("```") && line.find('`', 3) == kNone) || line == "~~~";
}

/// [ref]: https://...
bool is_link_definition(std::string_view line) {
  line = trim(line, " \t");
  const std::size_t close = line.find("]:");
  return line.starts_with('[') && close != kNone && close > 1 &&
         (line.substr(close).find("://") != kNone || line.substr(close).find('#') != kNone);
}

/// Whether a target of [Name](target) is phonemes between slashes, not a path of ASCII letters.
bool is_ipa_target(std::string_view target) {
  if (target.size() < 3 || target.front() != '/' || target.back() != '/') return false;
  const std::string_view inside = target.substr(1, target.size() - 2);
  const bool is_phonetic = std::any_of(inside.begin(), inside.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x80 || c == '\'' || c == ':';
  });
  return is_phonetic && inside.find('/') == kNone;
}

/// Capitals stand for diphthongs where engines that use this form have one letter for each.
std::string spelled_diphthongs(std::string_view ipa) {
  static constexpr std::array<std::array<std::string_view, 2>, 6> kLetters = {
      {{"A", "eɪ"}, {"I", "aɪ"}, {"O", "oʊ"}, {"Q", "əʊ"}, {"W", "aʊ"}, {"Y", "ɔɪ"}}};
  std::string spelled;
  for (const char c : ipa) {
    const auto* const found = std::find_if(kLetters.begin(), kLetters.end(),
                                           [c](const auto& entry) { return entry[0].front() == c; });
    spelled += found == kLetters.end() ? std::string(1, c) : std::string((*found)[1]);
  }
  return spelled;
}

/// Reads from the start of the text to its end and writes what is to be said.
class Stripper {
 public:
  explicit Stripper(CleanText clean) : clean_(std::move(clean)), text_(clean_.text) {
    out_.dropped_bytes = clean_.dropped_bytes;
    out_.replaced_controls = clean_.replaced_controls;
    out_.text.reserve(text_.size());
  }

  CleanText run() {
    while (at_ < text_.size()) {
      const bool line_begins = at_ == 0 || text_[at_ - 1] == '\n';
      if (line_begins && begin_line()) continue;
      step();
    }
    end_heading();
    return std::move(out_);
  }

 private:
  /// Whether something was passed over.
  bool begin_line() {
    const std::string_view line = line_at(text_, at_);
    const std::size_t next = at_ + line.size() + 1;
    const bool numbers_a_cue =
        is_number_line(line) && next < text_.size() && is_clock_line(line_at(text_, next));
    if (numbers_a_cue || is_clock_line(line) || is_fence(line) || is_link_definition(line) ||
        is_drawn_line(line) || (at_ == 0 && line.starts_with("WEBVTT"))) {
      at_ += line.size();
      // The line's end stays, so that the lines around it stay apart.
      return !line.empty();
    }
    std::size_t i = line.find_first_not_of(" \t");
    if (i == kNone) return false;
    while (line.substr(i).starts_with("> ") || (line[i] == '>' && i + 1 == line.size())) {
      i = std::min(line.find_first_not_of(" \t", i + 1), line.size());
      if (i == line.size()) break;
    }
    if (i < line.size() && line[i] == '>' && i > 0 && line[i - 1] == '>') ++i;
    const std::size_t heading = std::min(line.find_first_not_of('#', i), line.size());
    const std::size_t depth = heading - i;
    if (depth > 0 && depth <= 6 && heading < line.size() && line[heading] == ' ') {
      in_heading_ = true;
      i = heading + 1;
    }
    const bool moved = i > 0 && line.find_first_of(">#") < i;
    if (moved) at_ += i;
    return moved;
  }

  void step() {
    const std::string_view rest = text_.substr(at_);
    const char c = rest.front();
    if (const auto target = link_ends_.find(at_); target != link_ends_.end()) {
      at_ = target->second;
    } else if (c == '\n') {
      end_heading();
      copy(1);
    } else if (rest.starts_with("[[")) {
      const std::size_t close = rest.find("]]");
      copy(close == kNone ? 2 : close + 2);
    } else if (const std::optional<InlinePause> pause = inline_pause(rest)) {
      write_pause();
      out_.pauses.push_back({.at = out_.text.size(), .seconds = pause->seconds});
      at_ += pause->length;
    } else if (c == '<') {
      tag(rest);
    } else if (c == '&') {
      const Entity entity = entity_at(rest);
      if (entity.length == 0) return copy(1);
      write(entity.utf8, at_);
      at_ += entity.length;
    } else if (c == '[' || rest.starts_with("![")) {
      bracket(rest);
    } else if (rest.starts_with("{\\")) {  // {\an8}: a place on the screen
      const std::size_t close = rest.substr(0, 40).find('}');
      if (close == kNone) return copy(1);
      at_ += close + 1;
    } else if (static_cast<unsigned char>(c) >= 0xE2) {
      wide_character(rest);
    } else {
      copy(1);
    }
  }

  void wide_character(std::string_view rest) {
    const std::size_t length = static_cast<unsigned char>(rest.front()) >= 0xF0 ? 4 : 3;
    const std::u32string points = to_code_points(rest.substr(0, length));
    const std::string plain = points.empty() ? "" : plain_form(points.front());
    if (plain.empty()) return copy(std::min(length, rest.size()));
    write(plain, at_);
    at_ += length;
  }

  void tag(std::string_view rest) {
    const MarkupTag found = tag_at(rest, text_);
    if (found.length == 0) return copy(1);
    switch (found.effect) {
      case TagEffect::kParagraph:
        write("\n\n", at_);
        break;
      case TagEffect::kLine:
        write_pause();
        write("\n", at_);
        break;
      case TagEffect::kItem:
        write_mark(".");
        write("\n", at_);
        break;
      case TagEffect::kCell:
        write_pause();
        break;
      case TagEffect::kRaised:
        if (raises(rest.substr(found.length))) write("^", at_);
        break;
      case TagEffect::kNothing:
        break;
    }
    speak_inside(found);
    at_ += found.length;
  }

  /// What a tag says, from where it stands in the tag, if it stands there as it is said.
  void speak_inside(const MarkupTag& tag) {
    const std::size_t place = text_.substr(at_, tag.length).find(tag.spoken);
    if (place == kNone) return write(tag.spoken, at_);
    for (std::size_t i = 0; i < tag.spoken.size(); ++i) put(tag.spoken[i], at_ + place + i);
  }

  /// 10<sup>6</sup> is a power; 19<sup>th</sup> and the number of a note are none.
  [[nodiscard]] bool raises(std::string_view content) const {
    return !out_.text.empty() && is_digit(out_.text.back()) && !content.empty() &&
           (is_digit(content.front()) || content.front() == '-');
  }

  /// The number of a source right behind a sentence: "a mammal.[12]". A sentence would begin with it.
  [[nodiscard]] bool cites(std::string_view mark) const {
    return mark.size() >= 2 && mark.size() <= 4 && is_number_line(mark.substr(1)) && !out_.text.empty() &&
           std::string_view(".!?\"')").find(out_.text.back()) != kNone;
  }

  void bracket(std::string_view rest) {
    const std::size_t open = rest.front() == '!' ? 1 : 0;
    const std::size_t close = closing_bracket(rest, open);
    const char after = close + 1 < rest.size() && close != kNone ? rest[close + 1] : '\0';
    if (open == 0 && after != '(' && cites(rest.substr(0, std::min(close, rest.size())))) {
      at_ += close + 1;
      return;
    }
    const std::size_t end = after == '('   ? closing_paren(rest, close + 1)
                            : after == '[' ? rest.substr(0, close + 80).find(']', close + 1)
                                           : kNone;
    if (close == kNone || end == kNone || end == close + 1) {
      if (rest.starts_with("[^") && close != kNone && close < 8) {  // a note's number
        at_ += close + 1;
        return;
      }
      return copy(1);
    }
    const std::string_view target = rest.substr(close + 2, end - close - 2);
    if (after == '(' && is_ipa_target(target)) {
      write("[[" + plain_ipa(spelled_diphthongs(target)) + "]]", at_);
      at_ += end + 1;
      return;
    }
    if (after == '[' && target.find(' ') != kNone) return copy(1);
    link_ends_[at_ + close] = at_ + end + 1;
    at_ += open + 1;
  }

  static std::size_t closing_bracket(std::string_view rest, std::size_t open) {
    constexpr std::size_t kLongest = 400;
    int depth = 0;
    for (std::size_t i = open; i < std::min(rest.size(), kLongest); ++i) {
      if (rest[i] == '[') ++depth;
      if (rest[i] == ']' && --depth == 0) return i;
      if (rest.substr(i).starts_with("\n\n")) break;
    }
    return kNone;
  }

  /// Where the target of a link ends: it holds no space, except before a title in quotes.
  static std::size_t closing_paren(std::string_view rest, std::size_t open) {
    constexpr std::size_t kLongest = 2000;
    int depth = 0;
    for (std::size_t i = open; i < std::min(rest.size(), kLongest); ++i) {
      if (rest[i] == '(') ++depth;
      if (rest[i] == ')' && --depth == 0) return i;
      if (rest[i] == '\n') break;
      const bool title = rest[i] == ' ' && i + 1 < rest.size() && (rest[i + 1] == '"' || rest[i + 1] == '\'');
      if (title) return rest.find(')', i);
      if (rest[i] == ' ') break;
    }
    return kNone;
  }

  void end_heading() {
    if (std::exchange(in_heading_, false)) write_mark(".");
  }

  void write_pause() { write_mark(","); }

  /// A mark after a word that has none.
  void write_mark(std::string_view mark) {
    const std::size_t last = out_.text.find_last_not_of(" \t");
    if (last == kNone || at_ == 0) return;
    if (std::string_view("\n,.?!:;#").find(out_.text[last]) == kNone) write(mark, at_ - 1);
    if (mark == ",") write(" ", at_ - 1);
  }

  void copy(std::size_t bytes) {
    for (std::size_t i = 0; i < bytes; ++i) put(text_[at_ + i], at_ + i);
    at_ += bytes;
  }

  /// Bytes made of what stands at `source`.
  void write(std::string_view bytes, std::size_t source) {
    for (std::size_t i = 0; i < bytes.size(); ++i) put(bytes[i], source);
  }

  void put(char c, std::size_t source) {
    const std::size_t shift = clean_.source_offset(source) - out_.text.size();  // may wrap: offsets add up
    const std::size_t before = out_.gaps.empty() ? 0 : out_.gaps.back().shift;
    if (shift != before) out_.gaps.push_back({out_.text.size(), shift});
    out_.text += c;
  }

  CleanText clean_;
  std::string_view text_;
  CleanText out_;
  std::size_t at_ = 0;
  bool in_heading_ = false;
  std::map<std::size_t, std::size_t> link_ends_;  ///< from a closing bracket past its target
};

bool may_hold_markup(std::string_view text) {
  if (text.find_first_of("<&[{>#`~=_*|-") != kNone || text.starts_with("WEBVTT")) return true;
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xE2; });
}

}  // namespace

CleanText plain_text(CleanText clean) {
  if (!may_hold_markup(clean.text)) return clean;
  return Stripper(std::move(clean)).run();
}

}  // namespace driftwave
