#include "tts/singing/score/midi.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "engine/core/error.h"
#include "tts/singing/score/karaoke.h"
#include "tts/singing/score/tempo_map.h"

namespace driftwave {
namespace {

constexpr int kDrums = 9;  // of 0..15
constexpr std::int64_t kMostTicks = 1LL << 40;
constexpr double kGainDbPerVelocity = 12.0 / 64.0;
/// A lyric may stand so far before its note, in quarters.
constexpr double kLyricAheadQuarters = 0.25;

struct MidiNote {
  std::int64_t begin = 0;
  std::int64_t end = -1;  ///< -1: has not ended
  int key = 0;
  int velocity = 0;
};

struct LyricEvent {
  std::int64_t tick = 0;
  std::string text;
};

struct Track {
  std::string name;
  std::map<int, std::vector<MidiNote>> channels;
  std::vector<LyricEvent> lyrics;
  std::vector<LyricEvent> texts;
};

/// Bytes of one chunk, with the place of each in the file for messages.
class Bytes {
 public:
  Bytes(std::span<const std::byte> bytes, std::size_t offset, std::string who)
      : bytes_(bytes), offset_(offset), who_(std::move(who)) {}

  [[nodiscard]] bool at_end() const { return place_ == bytes_.size(); }
  [[nodiscard]] std::size_t left() const { return bytes_.size() - place_; }

  [[noreturn]] void refuse(const std::string& problem) const {
    throw Error("{}, byte {}: {}", who_, offset_ + place_, problem);
  }

  int next() {
    if (at_end()) refuse("want more of the track, got its end");
    return std::to_integer<int>(bytes_[place_++]);
  }
  [[nodiscard]] int peek() const { return at_end() ? -1 : std::to_integer<int>(bytes_[place_]); }

  std::uint32_t number(std::size_t count) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < count; ++i) value = value << 8 | static_cast<std::uint32_t>(next());
    return value;
  }

  /// A quantity of seven bits a byte, four bytes at most.
  std::uint32_t variable() {
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i) {
      const int byte = next();
      value = value << 7 | static_cast<std::uint32_t>(byte & 0x7F);
      if ((byte & 0x80) == 0) return value;
    }
    refuse("want a length of at most four bytes");
  }

  std::span<const std::byte> take(std::size_t count) {
    if (count > left()) refuse(fmt::format("want {} bytes, got {}", count, left()));
    const auto part = bytes_.subspan(place_, count);
    place_ += count;
    return part;
  }

 private:
  std::span<const std::byte> bytes_;
  std::size_t offset_;
  std::string who_;
  std::size_t place_ = 0;
};

std::string to_string(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// The events of one track.
class TrackReader {
 public:
  TrackReader(Bytes bytes, TempoMap& tempo) : bytes_(std::move(bytes)), tempo_(tempo) {}

  Track run() {
    while (!has_ended_ && !bytes_.at_end()) {
      tick_ += bytes_.variable();
      if (tick_ > kMostTicks) bytes_.refuse("want a shorter track");
      event();
    }
    for (auto& [channel, notes] : track_.channels)
      for (MidiNote& note : notes)
        if (note.end < 0) note.end = tick_;
    return std::move(track_);
  }

 private:
  void event() {
    const int first = bytes_.peek();
    if (first == 0xFF) return meta();
    if (first == 0xF0 || first == 0xF7) {
      bytes_.next();
      bytes_.take(bytes_.variable());
      return;
    }
    if (first >= 0xF0) bytes_.refuse(fmt::format("want a MIDI event, got {:02X}", first));
    if (first >= 0x80) status_ = bytes_.next();
    if (status_ < 0x80) bytes_.refuse("want a MIDI event, got data without one");
    const int channel = status_ & 0x0F;
    const int kind = status_ & 0xF0;
    const int a = data();
    if (kind == 0xC0 || kind == 0xD0) return;
    const int b = data();
    if (kind == 0x90 && b > 0) return note_on(channel, a, b);
    if (kind == 0x80 || kind == 0x90) note_off(channel, a);
  }

  int data() {
    const int value = bytes_.next();
    if (value > 0x7F) bytes_.refuse(fmt::format("want data below 80, got {:02X}", value));
    return value;
  }

  void note_on(int channel, int key, int velocity) {
    note_off(channel, key);
    sounding_[{channel, key}] = track_.channels[channel].size();
    track_.channels[channel].push_back({.begin = tick_, .key = key, .velocity = velocity});
  }

  void note_off(int channel, int key) {
    const auto found = sounding_.find({channel, key});
    if (found == sounding_.end()) return;
    track_.channels[channel][found->second].end = tick_;
    sounding_.erase(found);
  }

  void meta() {
    bytes_.next();
    const int kind = bytes_.next();
    const std::span<const std::byte> data = bytes_.take(bytes_.variable());
    const auto at = [&](std::size_t i) { return std::to_integer<int>(data[i]); };
    switch (kind) {
      case 0x01:
        track_.texts.push_back({tick_, to_string(data)});
        break;
      case 0x03:
        if (track_.name.empty()) track_.name = lyric_to_utf8(to_string(data));
        break;
      case 0x05:
        track_.lyrics.push_back({tick_, to_string(data)});
        break;
      case 0x2F:
        has_ended_ = true;
        break;
      case 0x51:
        if (data.size() != 3) bytes_.refuse(fmt::format("want a tempo of 3 bytes, got {}", data.size()));
        tempo_.set_tempo(tick_, 6e7 / std::max(at(0) << 16 | at(1) << 8 | at(2), 1));
        break;
      case 0x58:
        if (data.size() < 2) bytes_.refuse(fmt::format("want a meter of 4 bytes, got {}", data.size()));
        tempo_.set_meter(tick_, at(0), at(1) <= 7 ? 1 << at(1) : 4);
        break;
      default:
        break;
    }
  }

  Bytes bytes_;
  TempoMap& tempo_;
  Track track_;
  std::map<std::pair<int, int>, std::size_t> sounding_;
  std::int64_t tick_ = 0;
  int status_ = 0;
  bool has_ended_ = false;
};

struct Part {
  std::string name;
  std::size_t track = 0;
  std::vector<MidiNote> notes;
  std::vector<LyricEvent> lyrics;
};

/// Karaoke files write syllables as text, among "@T title" and the like.
std::vector<LyricEvent> lyrics_of(Track& track) {
  if (!track.lyrics.empty()) return std::move(track.lyrics);
  std::vector<LyricEvent> lyrics;
  for (LyricEvent& event : track.texts)
    if (!event.text.starts_with('@') && event.tick > 0) lyrics.push_back(std::move(event));
  return lyrics;
}

std::size_t matches(const Part& part, const std::vector<LyricEvent>& lyrics) {
  return static_cast<std::size_t>(std::ranges::count_if(lyrics, [&](const LyricEvent& event) {
    return std::ranges::binary_search(part.notes, event.tick, {}, &MidiNote::begin);
  }));
}

std::vector<Part> parts_of(std::vector<Track>& tracks) {
  std::vector<Part> parts;
  for (std::size_t t = 0; t < tracks.size(); ++t)
    for (auto& [channel, notes] : tracks[t].channels) {
      if (channel == kDrums) continue;
      std::string name = tracks[t].name;
      if (name.empty()) name = fmt::format("track {}", t + 1);
      if (tracks[t].channels.size() > 1) name += fmt::format(", channel {}", channel + 1);
      parts.push_back({.name = std::move(name), .track = t, .notes = std::move(notes), .lyrics = {}});
    }
  for (std::size_t t = 0; t < tracks.size(); ++t) {
    std::vector<LyricEvent> lyrics = lyrics_of(tracks[t]);
    if (lyrics.empty() || parts.empty()) continue;
    // Its own notes come first, then those that fit best.
    const auto fit = [&](const Part& part) { return std::pair(part.track == t, matches(part, lyrics)); };
    const auto best = std::ranges::max_element(parts, {}, fit);
    if (best->track != t && fit(*best).second == 0) continue;
    if (best->lyrics.empty()) best->lyrics = std::move(lyrics);
  }
  if (std::ranges::any_of(parts, [](const Part& part) { return !part.lyrics.empty(); }))
    std::erase_if(parts, [](const Part& part) { return part.lyrics.empty(); });
  return parts;
}

ScorePart sung(const Part& part, const TempoMap& tempo, double ticks_per_quarter) {
  std::vector<std::string> raw(part.notes.size());
  for (const LyricEvent& event : part.lyrics) {
    const auto note = std::ranges::lower_bound(part.notes, event.tick, {}, &MidiNote::begin);
    const double ahead = note == part.notes.end() ? 1e9 : static_cast<double>(note->begin - event.tick);
    if (ahead > kLyricAheadQuarters * ticks_per_quarter) continue;
    raw[static_cast<std::size_t>(note - part.notes.begin())] += lyric_to_utf8(event.text);
  }
  const std::vector<std::string> lyrics = join_syllables(raw);
  double mean = 0;
  for (const MidiNote& note : part.notes) mean += note.velocity / static_cast<double>(part.notes.size());
  ScorePart result{.name = part.name, .notes = {}};
  for (std::size_t n = 0; n < part.notes.size(); ++n) {
    const MidiNote& note = part.notes[n];
    result.notes.push_back({.begin_seconds = tempo.seconds(note.begin),
                            .end_seconds = tempo.seconds(note.end),
                            .key = static_cast<double>(note.key),
                            .lyric = lyrics[n],
                            .place = tempo.place(note.begin),
                            .gain_db = kGainDbPerVelocity * (note.velocity - mean)});
  }
  return result;
}

double ticks_per_quarter_of(std::uint32_t division, const Bytes& bytes) {
  const bool is_smpte = (division & 0x8000U) != 0;
  if (!is_smpte) {
    if (division == 0) bytes.refuse("want ticks in a quarter, got 0");
    return division;
  }
  const int frames = 256 - static_cast<int>(division >> 8);
  const auto ticks = static_cast<int>(division & 0xFFU);
  if (ticks == 0) bytes.refuse("want ticks in a frame, got 0");
  return 0.5 * frames * ticks;  // a quarter is half a second where ticks are parts of a second
}

}  // namespace

Score read_midi(std::span<const std::byte> file, const std::string& who) {
  Bytes bytes(file, 0, who);
  if (file.size() < 14 || to_string(file.first(4)) != "MThd")
    throw Error("{}: want a Standard MIDI file, got one that does not begin with MThd", who);
  bytes.take(4);
  const std::uint32_t header = bytes.number(4);
  if (header < 6) bytes.refuse(fmt::format("want a header of 6 bytes, got {}", header));
  bytes.number(4);  // format, and the number of tracks, which the chunks say again
  const double ticks_per_quarter = ticks_per_quarter_of(bytes.number(2), bytes);
  bytes.take(header - 6);
  TempoMap tempo(ticks_per_quarter);
  std::vector<Track> tracks;
  while (bytes.left() >= 8) {
    const std::string kind = to_string(bytes.take(4));
    const std::uint32_t length = bytes.number(4);
    const std::size_t offset = file.size() - bytes.left();
    // A file that was cut short still has its beginning.
    const auto chunk = bytes.take(std::min<std::size_t>(length, bytes.left()));
    if (kind != "MTrk") continue;
    tracks.push_back(
        TrackReader(Bytes(chunk, offset, fmt::format("{}: track {}", who, tracks.size() + 1)), tempo).run());
  }
  tempo.finish();
  Score score;
  for (const Part& part : parts_of(tracks)) score.parts.push_back(sung(part, tempo, ticks_per_quarter));
  finish_score(score, who);
  return score;
}

}  // namespace driftwave
