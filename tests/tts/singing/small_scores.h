#pragma once
/// The beginning of a song in each format, with a rest, a tie, a word over two notes and a held vowel.
#include <gtest/gtest.h>

#include <span>
#include <string>

#include "engine/core/error.h"
#include "tts/singing/score.h"

namespace driftwave {

inline std::string midi_variable(unsigned number) {
  std::string bytes(1, static_cast<char>(number & 0x7F));
  for (number >>= 7; number > 0; number >>= 7) bytes.insert(0, 1, static_cast<char>((number & 0x7F) | 0x80));
  return bytes;
}

/// Events of one track, each after so many ticks (480 a quarter).
class MidiTrack {
 public:
  MidiTrack& event(unsigned after, const std::string& bytes) {
    data_ += midi_variable(after) + bytes;
    return *this;
  }
  MidiTrack& meta(unsigned after, char kind, const std::string& text) {
    return event(after,
                 std::string("\xFF", 1) + kind + midi_variable(static_cast<unsigned>(text.size())) + text);
  }
  MidiTrack& note(const std::string& lyric, int key, unsigned ticks, unsigned rest = 0, char velocity = 80) {
    if (!lyric.empty()) meta(rest, 0x05, lyric);
    event(lyric.empty() ? rest : 0, {'\x90', static_cast<char>(key), velocity});
    return event(ticks, {'\x80', static_cast<char>(key), 64});
  }
  [[nodiscard]] std::string chunk() const {
    const std::string all = data_ + std::string("\0\xFF\x2F\0", 4);
    std::string head = "MTrk";
    for (int shift = 24; shift >= 0; shift -= 8) head += static_cast<char>(all.size() >> shift & 0xFF);
    return head + all;
  }

 private:
  std::string data_;
};

inline std::string midi_file(const std::string& chunks, char tracks) {
  return std::string("MThd\0\0\0\6\0\1\0", 11) + tracks + std::string("\x01\xE0", 2) + chunks;
}

/// 60 quarters a minute; "lit-tle" C4 D4, "star" E4 for two beats, held on F4, a beat's rest, "[[ʌ]]" C4.
inline std::string small_midi() {
  MidiTrack track;
  track.meta(0, 0x51, std::string("\x0F\x42\x40", 3)).meta(0, 0x03, "Voice");
  track.note("lit-", 60, 480).note("tle", 62, 480).note("star", 64, 960).note("-", 65, 480);
  track.note("[[ʌ]]", 60, 480, 480);
  return midi_file(track.chunk(), 1);
}

inline std::string small_musicxml() {
  const auto note = [](const char* step, int duration, const std::string& more) {
    return std::string("<note><pitch><step>") + step + "</step><octave>4</octave></pitch><duration>" +
           std::to_string(duration) + "</duration>" + more + "</note>";
  };
  const auto lyric = [](const char* syllabic, const char* text) {
    return std::string("<lyric><syllabic>") + syllabic + "</syllabic><text>" + text + "</text></lyric>";
  };
  return "<score-partwise><part-list><score-part "
         "id=\"P1\"><part-name>Voice</part-name></score-part></part-list>"
         "<part id=\"P1\"><measure number=\"1\"><attributes><divisions>2</divisions><time><beats>3</beats>"
         "<beat-type>4</beat-type></time></attributes><sound tempo=\"60\"/>" +
         note("C", 2, lyric("begin", "lit")) + note("D", 2, lyric("end", "tle")) +
         note("E", 2, "<tie type=\"start\"/>" + lyric("single", "star")) +
         "</measure><measure number=\"2\">" + note("E", 2, "<tie type=\"stop\"/>") + note("F", 2, "") +
         "<note><rest/><duration>2</duration></note></measure><measure number=\"3\">" +
         note("C", 2, lyric("single", "[[ʌ]]")) + "</measure></part></score-partwise>";
}

inline std::string small_ustx() {
  const auto note = [](int position, int duration, int tone, const std::string& lyric) {
    return "  - position: " + std::to_string(position) + "\n    duration: " + std::to_string(duration) +
           "\n    tone: " + std::to_string(tone) + "\n    lyric: \"" + lyric +
           "\"\n    pitch:\n      data:\n      - {x: -40, y: 0, shape: io}\n      - {x: 40, y: 0, shape: "
           "io}\n"
           "      snap_first: true\n"
           "    vibrato: {length: 50, period: 200, depth: 30, in: 10, out: 10, shift: 0, drift: 0}\n";
  };
  return "ustx_version: \"0.6\"\nresolution: 480\ntempos:\n- position: 0\n  bpm: 60\n"
         "tracks:\n- track_name: Voice\nvoice_parts:\n- name: Part\n  track_no: 0\n  position: 0\n  "
         "notes:\n" +
         note(0, 480, 60, "little") + note(480, 480, 62, "+") + note(960, 960, 64, "star") +
         note(1920, 480, 65, "+~") + note(2880, 480, 60, "[[ʌ]]");
}

/// What an Error says; "" where there is none.
template <typename Action>
std::string message_of(const Action& action) {
  try {
    action();
  } catch (const Error& e) {
    return e.what();
  }
  return "";
}

}  // namespace driftwave
