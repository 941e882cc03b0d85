#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "engine/dsp/midi_note.h"
#include "tests/tts/singing/small_scores.h"
#include "tts/singing/lyric.h"
#include "tts/singing/score/karaoke.h"
#include "tts/singing/score/lyrics_file.h"
#include "tts/singing/score/midi.h"
#include "tts/singing/score/musicxml.h"
#include "tts/singing/score/read_score.h"
#include "tts/singing/score/ustx.h"

namespace driftwave {
namespace {

Score from_midi(const std::string& bytes) {
  return read_midi(std::as_bytes(std::span(bytes)), "x.mid");
}

void expect_the_small_song(const Score& score) {
  ASSERT_EQ(score.parts.size(), 1U);
  EXPECT_EQ(score.parts[0].name, "Voice");
  const std::vector<ScoreNote>& notes = score.parts[0].notes;
  ASSERT_EQ(notes.size(), 5U);
  const double begins[] = {0, 1, 2, 4, 6};
  const double ends[] = {1, 2, 4, 5, 7};
  const double keys[] = {60, 62, 64, 65, 60};
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_NEAR(notes[i].begin_seconds, begins[i], 1e-9) << i;
    EXPECT_NEAR(notes[i].end_seconds, ends[i], 1e-9) << i;
    EXPECT_EQ(notes[i].key, keys[i]) << i;
  }
  EXPECT_EQ(parse_lyric(notes[0].lyric).text, "little");
  EXPECT_EQ(parse_lyric(notes[1].lyric).kind, LyricKind::kSyllable);
  EXPECT_EQ(parse_lyric(notes[2].lyric).text, "star");
  EXPECT_NE(parse_lyric(notes[3].lyric).kind, LyricKind::kWord);
  EXPECT_EQ(parse_lyric(notes[4].lyric).ipa, "ʌ");
}

TEST(Score, IsTheSameInEveryFormat) {
  expect_the_small_song(from_midi(small_midi()));
  expect_the_small_song(read_musicxml(small_musicxml(), "x.musicxml"));
  expect_the_small_song(read_ustx(small_ustx(), "x.ustx"));
}

TEST(Score, SaysInWhichBarAndBeatANoteStands) {
  EXPECT_EQ(describe(from_midi(small_midi()).parts[0].notes[4].place), "bar 2, beat 3");
  EXPECT_EQ(describe(read_musicxml(small_musicxml(), "x").parts[0].notes[4].place), "bar 3, beat 1");
  EXPECT_EQ(describe(read_ustx(small_ustx(), "x").parts[0].notes[4].place), "bar 2, beat 3");
}

TEST(Score, RefusesTwoNotesAtOnceWithTheirBarAndBeat) {
  MidiTrack track;
  track.note("a", 60, 480);
  track.event(0, {'\x90', 60, 80})
      .event(0, {'\x90', 64, 80})
      .event(480, {'\x80', 60, 0})
      .event(0, {'\x80', 64, 0});
  const std::string said = message_of([&] { (void)from_midi(midi_file(track.chunk(), 1)); });
  EXPECT_NE(said.find("part \"track 1\", bar 1, beat 2: want one note at a time"), std::string::npos) << said;

  std::string chord = small_musicxml();
  chord.insert(chord.find("</measure><measure number=\"2\">"),
               "<note><chord/><pitch><step>G</step><octave>4</octave></pitch><duration>2</duration></note>");
  const std::string xml = message_of([&] { (void)read_musicxml(chord, "x.xml"); });
  EXPECT_NE(xml.find("x.xml: part \"Voice\", bar 1, beat 4: want one note at a time, got a chord"),
            std::string::npos)
      << xml;
}

TEST(Score, EndsANoteWhereTheNextBegins) {
  MidiTrack track;
  track.event(0, {'\x90', 60, 80})
      .event(480, {'\x90', 62, 80})
      .event(60, {'\x80', 60, 0})
      .event(420, {'\x80', 62, 0});
  const Score score = from_midi(midi_file(track.chunk(), 1));
  EXPECT_NEAR(score.parts[0].notes[0].end_seconds, score.parts[0].notes[1].begin_seconds, 1e-9);
}

TEST(Score, RefusesWhatNoVoiceReaches) {
  Score score = from_midi(small_midi());
  transpose(score, 12, "x.mid");
  EXPECT_EQ(score.parts[0].notes[0].key, 72);
  const std::string said = message_of([&] { transpose(score, 12, "x.mid"); });
  EXPECT_NE(said.find("bar 1, beat 2: want a pitch of C2 to C#6, got D6"), std::string::npos) << said;
}

TEST(Score, NamesItsPitches) {
  EXPECT_EQ(key_name(69), "A4");
  EXPECT_EQ(key_name(61.2), "C#4+20");
  EXPECT_EQ(key_name(59.9), "C4-10");
  EXPECT_NEAR(midi_note_to_hz(36.0), 65.4, 0.05);
  EXPECT_NEAR(hz_to_midi_note(midi_note_to_hz(70.5)), 70.5, 1e-9);
}

TEST(Midi, SingsTheTracksThatHaveWords) {
  MidiTrack piano;
  piano.meta(0, 0x03, "Piano").note("", 48, 480).note("", 50, 480);
  MidiTrack voice;
  voice.meta(0, 0x03, "Alto").note("la", 60, 480);
  const Score score = from_midi(midi_file(piano.chunk() + voice.chunk(), 2));
  ASSERT_EQ(score.parts.size(), 1U);
  EXPECT_EQ(score.parts[0].name, "Alto");
}

TEST(Midi, GivesTheWordsOfATrackOfTheirOwnToTheNotesThatFit) {
  MidiTrack words;
  words.meta(480, 0x01, "Hel").meta(480, 0x01, "lo ").meta(480, 0x01, "world ");
  MidiTrack other;
  other.note("", 50, 1920);
  MidiTrack voice;
  voice.note("", 60, 480, 480).note("", 62, 480).note("", 64, 480);
  const Score score = from_midi(midi_file(words.chunk() + other.chunk() + voice.chunk(), 3));
  ASSERT_EQ(score.parts.size(), 1U);
  EXPECT_EQ(score.parts[0].notes[0].lyric, "Hello");
  EXPECT_EQ(score.parts[0].notes[1].lyric, "+");
  EXPECT_EQ(score.parts[0].notes[2].lyric, "world");
}

TEST(Midi, FollowsItsTempoAndItsVelocities) {
  MidiTrack track;
  track.note("a", 60, 480, 0, 112).meta(0, 0x51, std::string("\x0F\x42\x40", 3)).note("b", 60, 480, 0, 48);
  const Score score = from_midi(midi_file(track.chunk(), 1));
  EXPECT_NEAR(score.parts[0].notes[0].end_seconds, 0.5, 1e-9);
  EXPECT_NEAR(score.parts[0].notes[1].end_seconds, 1.5, 1e-9);
  EXPECT_NEAR(score.parts[0].notes[0].gain_db, 6.0, 1e-9);
  EXPECT_NEAR(score.parts[0].notes[1].gain_db, -6.0, 1e-9);
}

TEST(Midi, NamesTheByteOfWhatIsNoMidi) {
  std::string broken = small_midi();
  broken[30] = '\xF4';
  const std::string said = message_of([&] { (void)from_midi(broken); });
  EXPECT_NE(said.find("x.mid: track 1, byte "), std::string::npos) << said;
  EXPECT_NE(message_of([] { (void)from_midi("MThd"); }).find("want a Standard MIDI file"), std::string::npos);
}

TEST(Karaoke, JoinsByHyphensOrBySpaces) {
  using Lyrics = std::vector<std::string>;
  EXPECT_EQ(join_syllables({"twin-", "kle", "star"}), (Lyrics{"twinkle", "+", "star"}));
  EXPECT_EQ(join_syllables({"Twin", "kle ", "lit", "tle ", "star\r"}),
            (Lyrics{"Twinkle", "+", "little", "+", "star"}));
  EXPECT_EQ(join_syllables({"/One", " two", "\\Three"}), (Lyrics{"One", "two", "Three"}));
  EXPECT_EQ(join_syllables({"glo-", "-", "ria", "", "[[ɑ]]"}), (Lyrics{"gloria", "-", "+", "", "[[ɑ]]"}));
}

TEST(Karaoke, ReadsLyricsOfBefore) {
  EXPECT_EQ(lyric_to_utf8("caf\xE9"), "café");
  EXPECT_EQ(lyric_to_utf8("café"), "café");
}

TEST(MusicXml, BreathesAtBreathMarksAndPlaysDynamics) {
  std::string text = small_musicxml();
  text.insert(text.find("<note><rest/>"),
              "<direction><direction-type><dynamics><f/></dynamics></direction-type></direction>");
  const std::size_t held = text.find("<step>F</step>");
  text.insert(text.find("</note>", held),
              "<notations><articulations><breath-mark/></articulations></notations>");
  const std::vector<ScoreNote> notes = read_musicxml(text, "x").parts[0].notes;
  ASSERT_EQ(notes.size(), 6U);
  EXPECT_EQ(notes[4].lyric, "br");
  EXPECT_NEAR(notes[3].end_seconds, notes[4].begin_seconds, 1e-9);
  EXPECT_NEAR(notes[4].end_seconds, 5.0, 1e-9);
  EXPECT_EQ(notes[0].gain_db, 0.0);
  EXPECT_EQ(notes[5].gain_db, 3.0);
}

TEST(MusicXml, NamesWhatIsNoNumber) {
  std::string text = small_musicxml();
  text.replace(text.find("<octave>4</octave>", text.find("<step>E")), 18, "<octave>x</octave>");
  EXPECT_EQ(message_of([&] { (void)read_musicxml(text, "x"); }),
            "x: part \"Voice\", bar 1, beat 3: <octave>: want a number, got \"x\"");
}

TEST(Ustx, HasItsOwnPitchLinesAndVibratos) {
  const std::vector<ScoreNote> notes = read_ustx(small_ustx(), "x").parts[0].notes;
  EXPECT_NEAR(notes[1].bend.front().semitones, -2.0, 1e-9);  // from the note before
  EXPECT_NEAR(notes[1].bend.front().seconds, -0.04, 1e-9);
  EXPECT_NEAR(notes[1].bend.back().semitones, 0.0, 1e-9);
  EXPECT_EQ(notes[4].bend.front().semitones, 0.0);  // after a rest
  ASSERT_TRUE(notes[2].vibrato);
  EXPECT_NEAR(notes[2].vibrato->rate_hz, 5.0, 1e-9);
  EXPECT_NEAR(notes[2].vibrato->begin_seconds, 1.0, 1e-9);
  EXPECT_NEAR(notes[2].vibrato->fade_in_seconds, 0.1, 1e-9);
}

TEST(Ustx, KeepsNotesInOrderThatTheFileDoesNot) {
  std::string text = small_ustx();
  const std::size_t first = text.find("  - position: 0\n    duration");
  const std::size_t second = text.find("  - position: 480");
  const std::string note = text.substr(first, second - first);
  text.erase(first, second - first);
  text += note;
  expect_the_small_song(read_ustx(text, "x.ustx"));
}

TEST(Ustx, NamesTheLineOfAMistake) {
  std::string text = small_ustx();
  text.replace(text.find("tone: 62"), 8, "tone: up");
  EXPECT_EQ(message_of([&] { (void)read_ustx(text, "x.ustx"); }),
            "x.ustx, line 25: tone: want 0 to 127, got up");
  EXPECT_NE(message_of([] { (void)read_ustx("ustx_version: [", "x.ustx"); }).find("x.ustx, line "),
            std::string::npos);
}

TEST(ReadScore, TellsFormatsByTheirFirstBytes) {
  const std::filesystem::path file = std::filesystem::temp_directory_path() / "score.txt";
  const auto read = [&](const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
    return read_score(file);
  };
  expect_the_small_song(read(small_midi()));
  expect_the_small_song(read("\xEF\xBB\xBF" + small_musicxml()));
  expect_the_small_song(read(small_ustx()));
  EXPECT_NE(message_of([&] { (void)read(""); }).find("empty file"), std::string::npos);
  EXPECT_NE(message_of([&] { (void)read("PK\3\4"); }).find("unzip"), std::string::npos);
  EXPECT_NE(message_of([&] { (void)read("la la"); }).find("want Standard MIDI, MusicXML or USTX"),
            std::string::npos);
  EXPECT_NE(message_of([] { (void)read_score("/no/such.mid"); }).find("cannot read"), std::string::npos);
}

TEST(Lyric, KnowsTheSigns) {
  EXPECT_EQ(parse_lyric(" Star, ").text, "Star");
  EXPECT_EQ(parse_lyric("don't").text, "don't");
  EXPECT_EQ(parse_lyric("+").kind, LyricKind::kSyllable);
  EXPECT_EQ(parse_lyric("+3").syllable, 3);
  for (const char* hold : {"-", "+~", "+*", "_"}) EXPECT_EQ(parse_lyric(hold).kind, LyricKind::kHold) << hold;
  for (const char* breath : {"br", "AP"}) EXPECT_EQ(parse_lyric(breath).kind, LyricKind::kBreath) << breath;
  for (const char* rest : {"R", "SP", "rest"}) EXPECT_EQ(parse_lyric(rest).kind, LyricKind::kRest) << rest;
  EXPECT_EQ(parse_lyric("").kind, LyricKind::kNone);
  EXPECT_EQ(parse_lyric("[[stˈɑːɹ]]").ipa, "stˈɑːɹ");
  EXPECT_EQ(parse_lyric("read[R EH1 D]"), (Lyric{.kind = LyricKind::kWord, .text = "read", .ipa = "ɹˈɛd"}));
  EXPECT_NE(message_of([] { (void)parse_lyric("[[sta"); }).find("want ]]"), std::string::npos);
  EXPECT_NE(message_of([] { (void)parse_lyric("[[%]]"); }).find("want phonemes"), std::string::npos);
}

ScorePart notes_without_words(std::size_t count) {
  ScorePart part{.name = "Voice", .notes = {}};
  for (std::size_t i = 0; i < count; ++i)
    part.notes.push_back(
        {.begin_seconds = static_cast<double>(i),
         .end_seconds = static_cast<double>(i) + 1,
         .lyric = "",
         .place = {.bar = 1 + static_cast<int>(i) / 4, .beat = 1.0 + static_cast<double>(i % 4)}});
  return part;
}

/// As many syllables as a word has vowels.
std::vector<std::size_t> count_vowels(const std::vector<std::string>& words) {
  std::vector<std::size_t> counts;
  for (const std::string& word : words)
    counts.push_back(static_cast<std::size_t>(std::ranges::count_if(
        word, [](char c) { return std::string("aeiou").find(c) != std::string::npos; })));
  return counts;
}

std::vector<std::string> laid_out(const std::string& lyrics, std::size_t notes) {
  ScorePart part = notes_without_words(notes);
  set_lyrics(part, lyrics, count_vowels, "words.txt");
  std::vector<std::string> found;
  for (const ScoreNote& note : part.notes) found.push_back(note.lyric);
  return found;
}

TEST(LyricsFile, LaysWordsOnNotes) {
  using Lyrics = std::vector<std::string>;
  EXPECT_EQ(laid_out("# a song\nhel-lo my\nbanana [[ɑ]]", 7),
            (Lyrics{"hello", "+", "my", "banana", "+", "+", "[[ɑ]]"}));
  EXPECT_EQ(laid_out("glo -- ri -- a _ in", 5), (Lyrics{"gloria", "+", "+", "_", "in"}));
  EXPECT_EQ(laid_out("banana + so", 3), (Lyrics{"banana", "+", "so"}));
}

TEST(LyricsFile, NamesTheNoteOrTheLineThatIsLeft) {
  EXPECT_EQ(message_of([] { (void)laid_out("so far", 5); }),
            "words.txt: want 5 syllables for part \"Voice\", got 2: the note in bar 1, beat 3 has none");
  EXPECT_EQ(message_of([] { (void)laid_out("so\nfar\nso", 2); }),
            "words.txt, line 3: want 2 syllables for part \"Voice\", got 3: \"so\" has no note");
}

}  // namespace
}  // namespace driftwave
