#include "tts/singing/score/musicxml.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <map>
#include <optional>
#include <pugixml.hpp>
#include <utility>
#include <vector>

#include "engine/core/config.h"
#include "engine/core/error.h"
#include "tts/singing/score/tempo_map.h"

namespace driftwave {
namespace {

/// Divisible by the divisions that programs write.
constexpr double kTicksPerQuarter = 10080.0;
constexpr double kLongestTicks = 1e12;
constexpr double kBreathSeconds = 0.3;
constexpr double kBreathShare = 0.4;

struct XmlNote {
  std::int64_t begin = 0;
  std::int64_t end = 0;
  double key = 60;
  std::string lyric;
  ScorePlace place;
  double gain_db = 0;
  bool has_breath = false;  ///< after it
  bool is_tied_on = false;  ///< to the next of its pitch
};

struct Voice {
  std::string name;
  std::vector<XmlNote> notes;
  std::size_t word = 0;  ///< index of the note that has the word which syllables are added to
  bool has_word = false;
  bool has_lyrics = false;
};

double gain_of(const char* mark) {
  static const std::map<std::string, double> kGains{{"ppp", -10}, {"pp", -8}, {"p", -5}, {"mp", -2},
                                                    {"mf", 0},    {"f", 3},   {"ff", 6}, {"fff", 8}};
  const auto found = kGains.find(mark);
  return found == kGains.end() ? 0.0 : found->second;
}

double quarters_of_unit(const std::string& unit, bool is_dotted) {
  static const std::map<std::string, double> kUnits{{"breve", 8},   {"whole", 4},    {"half", 2},
                                                    {"quarter", 1}, {"eighth", 0.5}, {"16th", 0.25}};
  const auto found = kUnits.find(unit);
  return (found == kUnits.end() ? 1.0 : found->second) * (is_dotted ? 1.5 : 1.0);
}

/// One `part` element: its measures in order.
class PartReader {
 public:
  PartReader(std::string name, std::string who, TempoMap& tempo)
      : name_(std::move(name)), who_(std::move(who)), tempo_(tempo) {}

  std::map<std::string, Voice> run(const pugi::xml_node& part) {
    int index = 0;
    for (const pugi::xml_node& measure : part.children("measure")) {
      bar_ = measure.attribute("number").as_int(-1);
      ++index;
      if (bar_ < 0 || (bar_ == 0 && index > 1)) bar_ = index;
      bar_begin_ = tick_;
      bar_end_ = tick_;
      for (const pugi::xml_node& child : measure.children()) element(child);
      tick_ = bar_end_;
    }
    return std::move(voices_);
  }

 private:
  [[nodiscard]] ScorePlace place(std::int64_t tick) const {
    return {.bar = bar_, .beat = 1.0 + static_cast<double>(tick - bar_begin_) / ticks_per_beat_};
  }
  [[noreturn]] void refuse(const std::string& problem) const {
    throw Error("{}: part \"{}\", {}: {}", who_, name_, describe(place(tick_)), problem);
  }

  void element(const pugi::xml_node& child) {
    const std::string name = child.name();
    if (name == "attributes") return attributes(child);
    if (name == "note") return note(child);
    if (name == "backup") return move(-duration_of(child));
    if (name == "forward") return move(duration_of(child));
    if (name == "sound") return sound(child);
    if (name == "direction") return direction(child);
  }

  /// @throws Error for what is no number.
  [[nodiscard]] double number_of(const pugi::xml_node& node, double otherwise) const {
    if (!node) return otherwise;
    const char* text = node.child_value();
    char* end = nullptr;
    const double value = std::strtod(text, &end);
    const bool is_number = end != text && end[std::strspn(end, " \t\r\n")] == '\0' && std::isfinite(value);
    if (!is_number) refuse(fmt::format("<{}>: want a number, got \"{}\"", node.name(), shortened(text)));
    return value;
  }

  [[nodiscard]] std::int64_t duration_of(const pugi::xml_node& node) const {
    const double ticks = number_of(node.child("duration"), 0.0) * kTicksPerQuarter / divisions_;
    if (!(ticks >= 0 && ticks < kLongestTicks)) refuse("want a duration of 0 or more, got another");
    return std::llround(ticks);
  }

  void move(std::int64_t ticks) {
    tick_ = std::clamp(tick_ + ticks, bar_begin_, static_cast<std::int64_t>(kLongestTicks));
    bar_end_ = std::max(bar_end_, tick_);
  }

  void attributes(const pugi::xml_node& node) {
    divisions_ = number_of(node.child("divisions"), divisions_);
    if (!(divisions_ > 0 && divisions_ <= 1e6)) refuse("<divisions>: want 1 or more in a quarter");
    if (const pugi::xml_node time = node.child("time"); time.child("beats")) {
      // "3+2" and the like are bars of which nobody needs the sum.
      const int beats = std::atoi(time.child_value("beats"));
      const int unit = std::atoi(time.child_value("beat-type"));
      if (unit >= 1 && unit <= 128) ticks_per_beat_ = kTicksPerQuarter * 4.0 / unit;
      tempo_.set_meter(bar_begin_, beats, unit);
    }
    if (const pugi::xml_node shift = node.child("transpose"))
      transpose_ =
          number_of(shift.child("chromatic"), 0.0) + 12.0 * number_of(shift.child("octave-change"), 0.0);
  }

  void sound(const pugi::xml_node& node) {
    const double tempo = node.attribute("tempo").as_double(0.0);
    if (tempo > 0) tempo_.set_tempo(tick_, tempo);
  }

  void direction(const pugi::xml_node& node) {
    for (const pugi::xml_node& type : node.children("direction-type")) {
      if (const pugi::xml_node metronome = type.child("metronome"); metronome.child("per-minute")) {
        const double rate = std::atof(metronome.child_value("per-minute"));
        const double unit =
            quarters_of_unit(metronome.child_value("beat-unit"), metronome.child("beat-unit-dot"));
        if (rate > 0) tempo_.set_tempo(tick_, rate * unit);
      }
      for (const pugi::xml_node& mark : type.child("dynamics").children()) gain_db_ = gain_of(mark.name());
    }
    if (node.child("sound")) sound(node.child("sound"));
  }

  [[nodiscard]] double key_of(const pugi::xml_node& pitch) const {
    constexpr const char* kSteps = "C D EF G A B";
    const char step = pitch.child_value("step")[0];
    const char* found = step == '\0' || step == ' ' ? nullptr : std::strchr(kSteps, step);
    if (found == nullptr)
      refuse(fmt::format("<step>: want A to G, got \"{}\"", shortened(pitch.child_value("step"))));
    const double octave = number_of(pitch.child("octave"), 4.0);
    return 12.0 * (octave + 1.0) + static_cast<double>(found - kSteps) +
           number_of(pitch.child("alter"), 0.0) + transpose_;
  }

  void note(const pugi::xml_node& node) {
    if (node.child("grace")) return;
    const std::int64_t duration = duration_of(node);
    const bool is_sung = node.child("pitch") && !node.child("cue") && !node.child("rest");
    if (node.child("chord")) {
      if (is_sung && duration > 0)
        refuse("want one note at a time, got a chord: give each of its voices a part");
      return;
    }
    if (is_sung && duration > 0) add(node, duration);
    move(duration);
  }

  void add(const pugi::xml_node& node, std::int64_t duration) {
    const std::string number = node.child("voice") ? node.child_value("voice") : "1";
    Voice& voice = voices_[number];
    XmlNote one{.begin = tick_,
                .end = tick_ + duration,
                .key = key_of(node.child("pitch")),
                .lyric = {},
                .place = place(tick_),
                .gain_db = gain_db_};
    bool is_tied_from = false;
    for (const pugi::xml_node& tie : node.children("tie")) {
      const std::string type = tie.attribute("type").value();
      is_tied_from = is_tied_from || type == "stop";
      one.is_tied_on = one.is_tied_on || type == "start";
    }
    for (const pugi::xml_node& notations : node.children("notations"))
      one.has_breath = one.has_breath || notations.child("articulations").child("breath-mark");
    if (is_tied_from && !voice.notes.empty()) {
      XmlNote& before = voice.notes.back();
      if (before.is_tied_on && before.end == one.begin && before.key == one.key) {
        before.end = one.end;
        before.is_tied_on = one.is_tied_on;
        before.has_breath = one.has_breath;
        return;
      }
    }
    one.lyric = lyric_of(node, voice);
    voice.notes.push_back(std::move(one));
  }

  /// The sign or the word of verse 1; a word's later syllables go to its first note.
  static std::string lyric_of(const pugi::xml_node& node, Voice& voice) {
    pugi::xml_node lyric = node.find_child_by_attribute("lyric", "number", "1");
    if (!lyric) lyric = node.child("lyric");
    std::string text;
    for (const pugi::xml_node& child : lyric.children()) {
      if (std::strcmp(child.name(), "text") == 0) text += child.child_value();
      if (std::strcmp(child.name(), "elision") == 0) text += ' ';
    }
    if (text.empty()) return "";
    voice.has_lyrics = true;
    const std::string syllabic = lyric.child_value("syllabic");
    const bool goes_on = (syllabic == "middle" || syllabic == "end") && voice.has_word;
    if (goes_on) {
      voice.notes[voice.word].lyric += text;
      return "+";
    }
    voice.word = voice.notes.size();
    voice.has_word = true;
    return text;
  }

  std::string name_;
  std::string who_;
  TempoMap& tempo_;
  std::map<std::string, Voice> voices_;
  std::int64_t tick_ = 0;
  std::int64_t bar_begin_ = 0;
  std::int64_t bar_end_ = 0;
  int bar_ = 1;
  double divisions_ = 1;
  double ticks_per_beat_ = kTicksPerQuarter;
  double transpose_ = 0;
  double gain_db_ = 0;
};

ScorePart sung(const Voice& voice, const TempoMap& tempo) {
  ScorePart part{.name = voice.name, .notes = {}};
  for (const XmlNote& note : voice.notes) {
    ScoreNote one{.begin_seconds = tempo.seconds(note.begin),
                  .end_seconds = tempo.seconds(note.end),
                  .key = note.key,
                  .lyric = note.lyric,
                  .place = note.place,
                  .gain_db = note.gain_db};
    ScoreNote breath = one;
    if (note.has_breath) {
      const double length = one.end_seconds - one.begin_seconds;
      one.end_seconds -= std::min(kBreathSeconds, kBreathShare * length);
      breath.begin_seconds = one.end_seconds;
      breath.lyric = "br";
    }
    part.notes.push_back(std::move(one));
    if (note.has_breath) part.notes.push_back(std::move(breath));
  }
  return part;
}

std::map<std::string, std::string> names_of(const pugi::xml_node& score) {
  std::map<std::string, std::string> names;
  for (const pugi::xml_node& part : score.child("part-list").children("score-part"))
    names[part.attribute("id").value()] = part.child_value("part-name");
  return names;
}

}  // namespace

Score read_musicxml(std::string_view text, const std::string& who) {
  pugi::xml_document document;
  const pugi::xml_parse_result parsed = document.load_buffer(text.data(), text.size());
  if (!parsed) throw Error("{}, byte {}: want XML: {}", who, parsed.offset, parsed.description());
  if (document.child("score-timewise"))
    throw Error("{}: want <score-partwise>, got <score-timewise>: export it by parts", who);
  const pugi::xml_node root = document.child("score-partwise");
  if (!root)
    throw Error("{}: want MusicXML's <score-partwise>, got <{}>", who,
                shortened(document.document_element().name()));
  const std::map<std::string, std::string> names = names_of(root);
  TempoMap tempo(kTicksPerQuarter);
  std::vector<Voice> voices;
  for (const pugi::xml_node& part : root.children("part")) {
    const std::string id = part.attribute("id").value();
    const auto found = names.find(id);
    const std::string name = found == names.end() || found->second.empty() ? id : found->second;
    std::map<std::string, Voice> read = PartReader(name, who, tempo).run(part);
    for (auto& [number, voice] : read) {
      voice.name = read.size() > 1 ? fmt::format("{}, voice {}", name, number) : name;
      if (!voice.notes.empty()) voices.push_back(std::move(voice));
    }
  }
  tempo.finish();
  if (std::ranges::any_of(voices, &Voice::has_lyrics))
    std::erase_if(voices, [](const Voice& voice) { return !voice.has_lyrics; });
  Score score;
  for (const Voice& voice : voices) score.parts.push_back(sung(voice, tempo));
  finish_score(score, who);
  return score;
}

}  // namespace driftwave
