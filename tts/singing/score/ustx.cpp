#include "tts/singing/score/ustx.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <numbers>
#include <utility>
#include <vector>

#include "engine/core/config.h"
#include "engine/core/error.h"
#include "tts/singing/score/tempo_map.h"

namespace driftwave {
namespace {

constexpr std::size_t kMostPitchPoints = 1000;
constexpr double kMostTicks = 1e10;
constexpr int kPointsBetween = 8;

/// Where the YAML says what, for messages.
class Reader {
 public:
  explicit Reader(std::string who) : who_(std::move(who)) {}

  [[noreturn]] void refuse(const YAML::Node& node, const std::string& problem) const {
    const YAML::Mark mark = node.Mark();
    if (mark.is_null()) throw Error("{}: {}", who_, problem);
    throw Error("{}, line {}: {}", who_, mark.line + 1, problem);
  }

  /// @throws Error unless the key, if it is there, holds a finite number between the limits.
  [[nodiscard]] double number(const YAML::Node& map, const char* key, double otherwise, double low,
                              double high) const {
    const YAML::Node node = map[key];
    if (!node || node.IsNull()) return otherwise;
    double value = 0;
    if (!node.IsScalar() || !YAML::convert<double>::decode(node, value) || !(value >= low && value <= high))
      refuse(node, fmt::format("{}: want {:g} to {:g}, got {}", key, low, high,
                               node.IsScalar() ? shortened(node.Scalar()) : "something else"));
    return value;
  }

  [[nodiscard]] std::string text(const YAML::Node& map, const char* key) const {
    const YAML::Node node = map[key];
    if (!node || node.IsNull()) return "";
    if (!node.IsScalar()) refuse(node, fmt::format("{}: want a text, got something else", key));
    return node.Scalar();
  }

  /// A map, or nothing where there is none.
  [[nodiscard]] YAML::Node map(const YAML::Node& of, const char* key) const {
    const YAML::Node node = of[key];
    if (!node || node.IsNull()) return YAML::Node(YAML::NodeType::Undefined);
    if (!node.IsMap()) refuse(node, fmt::format("{}: want keys, got something else", key));
    return node;
  }

  /// The entries of a list of maps; none where there is no list.
  [[nodiscard]] std::vector<YAML::Node> maps(const YAML::Node& map, const char* key) const {
    const YAML::Node node = map[key];
    if (!node || node.IsNull()) return {};
    if (!node.IsSequence()) refuse(node, fmt::format("{}: want a list, got something else", key));
    std::vector<YAML::Node> entries;
    for (const YAML::Node& entry : node) {
      if (!entry.IsMap()) refuse(entry, fmt::format("{}: want entries with keys, got something else", key));
      entries.push_back(entry);
    }
    return entries;
  }

 private:
  std::string who_;
};

/// A pitch point as it is written, with the shape of the line that it begins.
struct Knot {
  BendPoint point;
  std::string shape;
};

/// YAML's nodes are references, which do not sort: what they say is taken at once.
struct UstxNote {
  std::int64_t begin = 0;
  std::int64_t end = 0;
  double key = 60;
  std::string lyric;
  std::vector<Knot> knots;
  bool snaps_first = true;
  double vibrato_share = 0;
  NoteVibrato vibrato;  ///< its fades as shares of the vibrato
};

struct Track {
  std::string name;
  std::vector<UstxNote> notes;
};

/// How far along a segment the pitch is, by its shape.
double eased(const std::string& shape, double share) {
  if (shape == "l") return share;
  if (shape == "i") return 1.0 - std::cos(share * std::numbers::pi / 2.0);
  if (shape == "o") return std::sin(share * std::numbers::pi / 2.0);
  return 0.5 - 0.5 * std::cos(share * std::numbers::pi);
}

std::vector<Knot> knots_of(const Reader& read, const YAML::Node& pitch) {
  std::vector<Knot> knots;
  for (const YAML::Node& entry : read.maps(pitch, "data"))
    knots.push_back({{.seconds = read.number(entry, "x", 0, -1e5, 1e6) / 1000.0,
                      .semitones = read.number(entry, "y", 0, -1200, 1200) / 10.0},
                     read.text(entry, "shape")});
  if (knots.size() > kMostPitchPoints)
    read.refuse(pitch, fmt::format("pitch: want at most {} points, got {}", kMostPitchPoints, knots.size()));
  std::ranges::stable_sort(knots, {}, [](const Knot& knot) { return knot.point.seconds; });
  return knots;
}

/// @param before_st from where the pitch comes if the note before it ends where it begins; else 0.
std::vector<BendPoint> bend_of(const UstxNote& note, double before_st) {
  std::vector<Knot> knots = note.knots;
  if (knots.empty()) return {};
  if (note.snaps_first) knots.front().point.semitones = before_st;
  std::vector<BendPoint> points{knots.front().point};
  for (std::size_t k = 1; k < knots.size(); ++k) {
    const BendPoint& from = knots[k - 1].point;
    const BendPoint& to = knots[k].point;
    if (to.seconds <= from.seconds) {
      points.back() = to;
      continue;
    }
    for (int i = 1; i <= kPointsBetween; ++i) {
      const double share = static_cast<double>(i) / kPointsBetween;
      points.push_back({from.seconds + share * (to.seconds - from.seconds),
                        from.semitones + eased(knots[k - 1].shape, share) * (to.semitones - from.semitones)});
    }
  }
  return points;
}

void read_vibrato(const Reader& read, const YAML::Node& node, UstxNote& note) {
  note.vibrato_share = read.number(node, "length", 0, 0, 100) / 100.0;
  note.vibrato = {.rate_hz = 1000.0 / read.number(node, "period", 175, 5, 500),
                  .depth_cents = read.number(node, "depth", 25, 0, 200),
                  .fade_in_seconds = read.number(node, "in", 10, 0, 100) / 100.0,
                  .fade_out_seconds = read.number(node, "out", 10, 0, 100) / 100.0,
                  .phase_turns = read.number(node, "shift", 0, 0, 100) / 100.0};
  note.vibrato.drift_cents = note.vibrato.depth_cents * read.number(node, "drift", 0, -100, 100) / 100.0;
}

NoteVibrato vibrato_of(const UstxNote& note, double length_seconds) {
  NoteVibrato vibrato = note.vibrato;
  if (note.vibrato_share == 0) vibrato.depth_cents = vibrato.drift_cents = 0;
  const double seconds = note.vibrato_share * length_seconds;
  vibrato.begin_seconds = length_seconds - seconds;
  vibrato.fade_in_seconds *= seconds;
  vibrato.fade_out_seconds *= seconds;
  return vibrato;
}

UstxNote note_of(const Reader& read, const YAML::Node& node, double offset) {
  const double begin = offset + read.number(node, "position", 0, 0, kMostTicks);
  const double end = begin + read.number(node, "duration", 480, 0, kMostTicks);
  UstxNote note{
      .begin = std::llround(begin),
      .end = std::llround(end),
      .key = read.number(node, "tone", 60, 0, 127) + read.number(node, "tuning", 0, -1200, 1200) / 100.0,
      .lyric = read.text(node, "lyric"),
      .knots = {},
      .vibrato = {}};
  if (const YAML::Node pitch = read.map(node, "pitch")) {
    note.knots = knots_of(read, pitch);
    note.snaps_first = read.text(pitch, "snap_first") != "false";
  }
  if (const YAML::Node vibrato = read.map(node, "vibrato")) read_vibrato(read, vibrato, note);
  return note;
}

TempoMap tempo_of(const Reader& read, const YAML::Node& project) {
  const double resolution = read.number(project, "resolution", 480, 1, 1e5);
  TempoMap tempo(resolution);
  tempo.set_tempo(0, read.number(project, "bpm", 120, 5, 1000));
  const auto beats_of = [&](const YAML::Node& node) {
    return static_cast<int>(read.number(node, "beat_per_bar", 4, 1, 255));
  };
  const auto unit_of = [&](const YAML::Node& node) {
    return static_cast<int>(read.number(node, "beat_unit", 4, 1, 128));
  };
  int beats = beats_of(project);
  int unit = unit_of(project);
  tempo.set_meter(0, beats, unit);
  for (const YAML::Node& entry : read.maps(project, "tempos"))
    tempo.set_tempo(std::llround(read.number(entry, "position", 0, 0, kMostTicks)),
                    read.number(entry, "bpm", 120, 5, 1000));
  double bar = 0;
  double tick = 0;
  for (const YAML::Node& entry : read.maps(project, "time_signatures")) {
    const double at = std::max(read.number(entry, "bar_position", 0, 0, 1e6), bar);
    tick += (at - bar) * beats * resolution * 4.0 / unit;
    bar = at;
    beats = beats_of(entry);
    unit = unit_of(entry);
    tempo.set_meter(std::llround(std::min(tick, kMostTicks)), beats, unit);
  }
  tempo.finish();
  return tempo;
}

std::map<int, Track> tracks_of(const Reader& read, const YAML::Node& project) {
  std::map<int, Track> tracks;
  const std::vector<YAML::Node> named = read.maps(project, "tracks");
  for (const YAML::Node& part : read.maps(project, "voice_parts")) {
    const int number = static_cast<int>(read.number(part, "track_no", 0, 0, 1000));
    Track& track = tracks[number];
    if (static_cast<std::size_t>(number) < named.size())
      track.name = read.text(named[static_cast<std::size_t>(number)], "track_name");
    if (track.name.empty()) track.name = read.text(part, "name");
    if (track.name.empty()) track.name = fmt::format("track {}", number + 1);
    const double offset = read.number(part, "position", 0, 0, kMostTicks);
    for (const YAML::Node& note : read.maps(part, "notes"))
      track.notes.push_back(note_of(read, note, offset));
  }
  return tracks;
}

ScorePart sung(Track& track, const TempoMap& tempo) {
  ScorePart part{.name = track.name, .notes = {}};
  std::ranges::stable_sort(track.notes, {}, &UstxNote::begin);
  for (std::size_t i = 0; i < track.notes.size(); ++i) {
    const UstxNote& note = track.notes[i];
    ScoreNote one{.begin_seconds = tempo.seconds(note.begin),
                  .end_seconds = tempo.seconds(note.end),
                  .key = note.key,
                  .lyric = note.lyric,
                  .place = tempo.place(note.begin)};
    const bool joins = i > 0 && track.notes[i - 1].end >= note.begin;
    one.bend = bend_of(note, joins ? track.notes[i - 1].key - one.key : 0.0);
    one.vibrato = vibrato_of(note, one.end_seconds - one.begin_seconds);
    part.notes.push_back(std::move(one));
  }
  return part;
}

}  // namespace

Score read_ustx(const std::string& text, const std::string& who) {
  try {
    const YAML::Node project = YAML::Load(text);
    if (!project.IsMap() || !project["ustx_version"])
      throw Error("{}: want an OpenUtau project with a ustx_version, got something else", who);
    const Reader read(who);
    const TempoMap tempo = tempo_of(read, project);
    Score score;
    std::map<int, Track> tracks = tracks_of(read, project);
    for (auto& [number, track] : tracks) score.parts.push_back(sung(track, tempo));
    finish_score(score, who);
    return score;
  } catch (const YAML::Exception& e) {
    if (e.mark.is_null()) throw Error("{}: want YAML: {}", who, e.msg);
    throw Error("{}, line {}: want YAML: {}", who, e.mark.line + 1, e.msg);
  }
}

}  // namespace driftwave
