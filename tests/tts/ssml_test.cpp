#include "tts/ssml.h"

#include <gtest/gtest.h>

#include <initializer_list>

#include "engine/core/error.h"

namespace driftwave {
namespace {

std::vector<SsmlSegment> parse(const std::string& inside) {
  return parse_ssml("<speak>" + inside + "</speak>", "test").segments;
}

/// What is said, and what was asked for in vain.
struct Lenient {
  std::string_view inside;
  std::string_view text;
  std::string_view note;  ///< a part of the only one; empty for none
};

void expect_lenient(std::initializer_list<Lenient> table) {
  for (const Lenient& line : table) {
    const SsmlDocument document = parse_ssml("<speak>" + std::string(line.inside) + "</speak>", "test");
    std::string text;
    for (const SsmlSegment& segment : document.segments) text += segment.text;
    EXPECT_EQ(text, line.text) << line.inside;
    ASSERT_EQ(document.notes.size(), line.note.empty() ? 0U : 1U) << line.inside;
    if (!line.note.empty()) {
      EXPECT_NE(document.notes[0].find(line.note), std::string::npos) << document.notes[0];
    }
  }
}

std::string message_of(const std::string& ssml) {
  try {
    (void)parse_ssml(ssml, "test");
  } catch (const Error& e) {
    return e.what();
  }
  return "";
}

/// The text of a document's only segment, read for a voice of a language.
std::string text_for(const std::string& language, const std::string& ssml) {
  const SsmlDocument document = parse_ssml("<speak>" + ssml + "</speak>", "test", {.language = language});
  return document.segments.at(0).text;
}

TEST(Ssml, SayAsFollowsTheLanguageOfTheVoice) {
  const std::string date = "<say-as interpret-as=\"date\" format=\"mdy\">5/3/2024</say-as>";
  EXPECT_EQ(text_for("en-us", date), "May 3rd, 2024");
  EXPECT_EQ(text_for("de", date), "3. Mai 2024");
  EXPECT_EQ(text_for("nl", date), "3 mei 2024");
  const std::string ordinal = "<say-as interpret-as=\"ordinal\">3</say-as>";
  EXPECT_EQ(text_for("en-us", ordinal), "3rd");
  EXPECT_EQ(text_for("de", ordinal), "dritte");
  EXPECT_EQ(text_for("nl", ordinal), "derde");
  const std::string spelled = "<say-as interpret-as=\"characters\">A4</say-as>";
  EXPECT_EQ(text_for("en-us", spelled), "[[ˈeɪ]] 4");
  EXPECT_EQ(text_for("de", spelled), "A 4");
}

TEST(Ssml, FiguresInAnotherLanguageAreReadByItsRules) {
  EXPECT_EQ(text_for("en-us", "It costs <lang xml:lang=\"de-DE\">3,50 €</lang>."),
            "It costs [[dɾˈaɪ ˈɔøroː fˈynftsɪç]].");
}

TEST(Ssml, GivesPlainTextAsOneSegment) {
  const auto segments = parse("Tom &amp; Jerry.");
  ASSERT_EQ(segments.size(), 1U);
  EXPECT_EQ(segments[0].text, "Tom & Jerry.");
  EXPECT_EQ(segments[0].pause_before_seconds, 0.0);
  EXPECT_EQ(segments[0].speed, 1.0);
  EXPECT_TRUE(parse(" \n ").empty());
}

TEST(Ssml, PausesWhereABreakStands) {
  const auto segments = parse("One. <break time=\"500ms\"/> <break time=\"1s\"/> Two. <break/>");
  ASSERT_EQ(segments.size(), 3U);
  EXPECT_EQ(segments[0].text, "One. ");
  EXPECT_DOUBLE_EQ(segments[1].pause_before_seconds, 1.5);
  EXPECT_EQ(segments[2].text, "");
  EXPECT_GT(segments[2].pause_before_seconds, 0.1);
}

TEST(Ssml, CombinesNestedProsody) {
  const auto segments = parse(
      "a <prosody rate=\"50%\" pitch=\"+2st\">b <prosody rate=\"+50%\" pitch=\"-5st\" "
      "volume=\"-6dB\">c</prosody>"
      "</prosody> d");
  ASSERT_EQ(segments.size(), 4U);
  EXPECT_DOUBLE_EQ(segments[0].speed, 1.0);
  EXPECT_DOUBLE_EQ(segments[1].speed, 0.5);
  EXPECT_DOUBLE_EQ(segments[2].speed, 0.75);
  EXPECT_DOUBLE_EQ(segments[2].pitch_st, -3.0);
  EXPECT_DOUBLE_EQ(segments[2].volume_db, -6.0);
  EXPECT_EQ(segments[3].text, " d");
  EXPECT_DOUBLE_EQ(segments[3].speed, 1.0);
}

TEST(Ssml, ReadsPitchInPercentAsARatioOfFrequencies) {
  EXPECT_NEAR(parse("<prosody pitch=\"+100%\">a</prosody>")[0].pitch_st, 12.0, 1e-9);
  EXPECT_NEAR(parse("<prosody pitch=\"-50%\">a</prosody>")[0].pitch_st, -12.0, 1e-9);
}

TEST(Ssml, ReplacesWords) {
  EXPECT_EQ(parse("The <sub alias=\"World Wide Web Consortium\">W3C</sub>.")[0].text,
            "The World Wide Web Consortium.");
  EXPECT_EQ(parse("<phoneme alphabet=\"ipa\" ph=\"t\xC9\x99m\">x</phoneme>")[0].text, "[[t\xC9\x99m]]");
}

TEST(Ssml, SpellsAndCounts) {
  EXPECT_EQ(parse("<say-as interpret-as=\"characters\">abc-12</say-as>")[0].text, "A B C 1 2");
  for (const auto& [digits, want] : std::vector<std::pair<std::string, std::string>>{
           {"1", "1st"}, {"2", "2nd"}, {"11", "11th"}, {"112", "112th"}, {"23", "23rd"}, {"40", "40th"}}) {
    EXPECT_EQ(parse("<say-as interpret-as=\"ordinal\">" + digits + "</say-as>")[0].text, want);
  }
  EXPECT_EQ(parse("<say-as interpret-as=\"date\">3/14/2026</say-as>")[0].text, "3/14/2026");
}

TEST(Ssml, EndsSentencesWithParagraphs) {
  EXPECT_EQ(parse("<p>One</p><p><s>Two</s> Three</p>")[0].text, "One\n\nTwo\n\n Three\n\n");
}

TEST(Ssml, CarriesMarks) {
  const auto segments = parse("One <mark name=\"a\"/><mark name=\"b\"/>two.<mark name=\"c\"/>");
  ASSERT_EQ(segments.size(), 1U);
  EXPECT_EQ(segments[0].text, "One two.");
  EXPECT_EQ(segments[0].marks, (std::vector<SsmlMark>{{"a", 4}, {"b", 4}, {"c", 8}}));
  const auto parted = parse("<mark name=\"a\"/>One<break/> <mark name=\"b\"/>two");
  ASSERT_EQ(parted.size(), 2U);
  EXPECT_EQ(parted[0].marks, (std::vector<SsmlMark>{{"a", 0}}));
  EXPECT_EQ(parted[1].marks, (std::vector<SsmlMark>{{"b", 0}}));
}

TEST(Ssml, NamesTheLineAtFault) {
  EXPECT_NE(message_of("Hello").find("test"), std::string::npos);
  EXPECT_NE(message_of("<html/>").find("<speak>"), std::string::npos);
  EXPECT_NE(message_of("<speak>\n<p>unclosed</speak>").find("line 2"), std::string::npos);
  EXPECT_NE(message_of("<speak>\n\nOne & two</speak>").find("line 3: want &amp;"), std::string::npos);
  EXPECT_NE(message_of("<speak>AT&T</speak>").find("got \"&T\""), std::string::npos);
  EXPECT_NE(message_of("<speak>One&nosuch;two</speak>").find("&nosuch;"), std::string::npos);
  EXPECT_EQ(message_of("<speak>One&nbsp;two</speak>"), "");  // of HTML
  EXPECT_EQ(message_of("<speak><![CDATA[R & D]]><!-- A & B -->&#38;&#x26;</speak>"), "");
}

TEST(Ssml, SpeaksWhatIsInsideElementsThatItLacks) {
  expect_lenient({
      {"Hello <blink>big</blink> world.", "Hello big world.", "line 1: <blink> is not known"},
      {"He said <lang xml:lang=\"fr-FR\">oui</lang>.", "He said [[wˈi]].", ""},
      {"He said <lang xml:lang=\"xx-XX\">oui</lang>.", "He said oui.", "language \"xx-XX\""},
      {"<p xml:lang=\"en-GB\">Hello.</p>", "Hello.\n\n", ""},
      {"<emphasis level=\"loud\">very</emphasis> good", "very good",
       "the level \"loud\" is taken as moderate"},
      {"Wait <audio src=\"a.mp3\">for <desc>a bell</desc>it</audio>.", "Wait for it.",
       "<audio>: \"a.mp3\" is not opened: no folder is allowed"},
      {"<audio src=\"a.mp3\"/>Done.", "Done.", "<audio>"},
      {"<lexicon uri=\"a.pls\"/>tomato", "tomato", "<lexicon>: \"a.pls\" is not opened: no folder"},
      {"<lookup ref=\"a\">tomato</lookup>", "tomato", "<lookup>: no lexicon \"a\" is open"},
      {"<metadata><title>x</title></metadata><meta name=\"a\" content=\"b\"/>Hello.", "Hello.", ""},
      {"<amazon:effect name=\"whispered\">Quiet.</amazon:effect>", "Quiet.", "<amazon:effect>"},
      {"<a>one</a> <a>two</a>", "one two", "<a>"},
      {"I <w role=\"amazon:VBD\">read</w> it.", "I [[ɹˈɛd]] it.", ""},
      {"a <token role=\"google:NN\">record</token>", "a [[ɹˈɛkɚd]]", ""},
      {"I <w role=\"amazon:XX\">went</w> <token>home</token>.", "I went home.",
       "the role of <w> changes nothing"},
      {"<paragraph><sentence>One</sentence></paragraph>", "One\n\n", ""},
  });
}

TEST(Ssml, TakesUnknownValuesAsNone) {
  expect_lenient({
      {"<prosody rate=\"warp\">a</prosody>", "a", "rate=\"warp\""},
      {"<prosody pitch=\"high\" range=\"narrow\">a</prosody>", "a", "range=\"narrow\""},
      {"<prosody contour=\"(0%,+20Hz) (10%)\">a</prosody>", "a", "contour"},
      {"<prosody contour=\"(50%,+20Hz) (10%,+1st)\">a</prosody>", "a", "contour"},
      {"<prosody rate=\"+-50%\">a</prosody>", "a", "rate=\"+-50%\""},
      {"One <break time=\"5 minutes\"/>two", "One two", "\"5 minutes\" is taken as medium"},
      {"One <break time=\"-1s\"/>two", "One two", "\"-1s\""},
      {"One <break strength=\"huge\"/>two", "One two", "\"huge\""},
      {"<phoneme>x</phoneme>", "x", "phonemes \"\""},
      {"<phoneme alphabet=\"pinyin\" ph=\"a\">x</phoneme>", "x", "pinyin"},
      {"<say-as interpret-as=\"poem\">x</say-as>", "x", "\"poem\""},
      {"<say-as interpret-as=\"ordinal\">third</say-as>", "third", "\"ordinal\""},
      {"<sub>x</sub>", "x", "<sub>"},
  });
  EXPECT_DOUBLE_EQ(parse("One <break time=\"banana\"/>two")[1].pause_before_seconds,
                   parse("One <break/>two")[1].pause_before_seconds);
}

TEST(Ssml, TakesTheMelodysRangeAndContour) {
  EXPECT_DOUBLE_EQ(parse("<prosody range=\"x-high\">a</prosody>")[0].pitch_range, 1.8);
  EXPECT_DOUBLE_EQ(parse("<prosody range=\"-50%\">a</prosody>")[0].pitch_range, 0.5);
  EXPECT_DOUBLE_EQ(parse("<prosody range=\"0%\">a</prosody>")[0].pitch_range, 0.0);
  const auto segments = parse("a <prosody contour=\"(0%,+2st) (50%,-3st)\">b <break/>c</prosody> d");
  ASSERT_EQ(segments.size(), 4U);
  EXPECT_TRUE(segments[0].contour.empty());
  const std::vector<PitchPoint> want = {{.position = 0.0, .pitch_st = 2.0},
                                        {.position = 0.5, .pitch_st = -3.0}};
  EXPECT_EQ(segments[1].contour, want);
  EXPECT_EQ(segments[2].contour, want);
  EXPECT_TRUE(segments[3].contour.empty());
}

void expect_prosody(const SsmlSegment& segment, const SsmlSegment& want) {
  EXPECT_EQ(segment.text, want.text);
  EXPECT_DOUBLE_EQ(segment.pitch_st, want.pitch_st) << want.text;
  EXPECT_DOUBLE_EQ(segment.pitch_range, want.pitch_range) << want.text;
  EXPECT_DOUBLE_EQ(segment.speed, want.speed) << want.text;
  EXPECT_DOUBLE_EQ(segment.volume_db, want.volume_db) << want.text;
}

TEST(Ssml, SetsEmphasisedWordsApart) {
  const auto segments = parse(
      "a <emphasis level=\"strong\">b</emphasis> <emphasis>c</emphasis> <emphasis "
      "level=\"reduced\">d</emphasis> "
      "<emphasis level=\"none\">e</emphasis>");
  ASSERT_EQ(segments.size(), 5U);
  expect_prosody(segments[1],
                 {.text = "b ", .speed = 0.8, .pitch_st = 3.0, .pitch_range = 1.3, .volume_db = 4.0});
  expect_prosody(segments[2],
                 {.text = "c ", .speed = 0.9, .pitch_st = 1.5, .pitch_range = 1.15, .volume_db = 2.0});
  expect_prosody(segments[3],
                 {.text = "d ", .speed = 1.1, .pitch_st = -1.5, .pitch_range = 0.8, .volume_db = -2.0});
  expect_prosody(segments[4], {.text = "e"});
}

TEST(Ssml, AddsEmphasisToTheProsodyAroundItAndTakesTheInnermost) {
  const auto segments = parse(
      "<prosody rate=\"50%\" pitch=\"-2st\" volume=\"+1dB\">a <emphasis level=\"strong\">b <emphasis "
      "level=\"none\">c</emphasis></emphasis></prosody><emphasis level=\"strong\"> <prosody "
      "pitch=\"+1st\">d</prosody></emphasis>");
  ASSERT_EQ(segments.size(), 4U);
  expect_prosody(segments[1],
                 {.text = "b ", .speed = 0.4, .pitch_st = 1.0, .pitch_range = 1.3, .volume_db = 5.0});
  expect_prosody(segments[2], {.text = "c ", .speed = 0.5, .pitch_st = -2.0, .volume_db = 1.0});
  expect_prosody(segments[3],
                 {.text = "d", .speed = 0.8, .pitch_st = 4.0, .pitch_range = 1.3, .volume_db = 4.0});
  expect_lenient(
      {{"<prosody pitch=\"+23st\"><emphasis>a</emphasis></prosody>", "a", "24.5 is spoken as 24"}});
}

TEST(Ssml, LeavesAMarkWithTheWordsThatItEnds) {
  const auto segments = parse("<p>Did you <emphasis>really</emphasis>? He <emphasis>did</emphasis>.</p>");
  ASSERT_EQ(segments.size(), 4U);
  EXPECT_EQ(segments[1].text, "really?");
  EXPECT_EQ(segments[2].text, " He ");
  EXPECT_EQ(segments[3].text, "did.\n\n");
  EXPECT_EQ(parse("use <emphasis>.NET</emphasis>")[1].text, ".NET");
}

TEST(Ssml, SpeaksWithTheSpeakersOfTheVoice) {
  const SsmlOptions choir{.voice = "Choir", .speakers = {"anna", "bert"}};
  const auto spoken = [&](const std::string& inside) {
    return parse_ssml("<speak>" + inside + "</speak>", "test", choir);
  };
  const SsmlDocument named = spoken(
      "a <voice name=\"Bert\">b <voice name=\"Carl ANNA\">c</voice> <voice languages=\"de en-GB\">d</voice>"
      "</voice><voice name=\"choir\">e</voice>");
  ASSERT_EQ(named.segments.size(), 5U);
  EXPECT_TRUE(named.notes.empty());
  const std::vector<std::size_t> want = {0, 1, 0, 1, 0};
  for (std::size_t i = 0; i < want.size(); ++i) EXPECT_EQ(named.segments[i].speaker, want[i]) << i;
  const SsmlDocument unknown = spoken(
      "<voice name=\"Joanna\" gender=\"female\">a <voice name=\"Joanna\" gender=\"female\">b</voice></voice> "
      "<voice languages=\"fr\">c</voice>");
  ASSERT_EQ(unknown.segments.size(), 1U);
  EXPECT_EQ(unknown.segments[0].speaker, 0U);
  const std::vector<std::string> notes = {
      "line 1: <voice name=\"Joanna\" gender=\"female\"> is not here, where there are Choir, anna, bert; the "
      "same voice speaks on",
      "line 1: <voice languages=\"fr\"> is not here, where there are Choir, anna, bert; the same voice "
      "speaks "
      "on"};
  EXPECT_EQ(unknown.notes, notes);
  const SsmlOptions bert{.voice = "Bert's", .speakers = {"anna", "bert"}, .speaker = 1};
  const SsmlDocument own = parse_ssml(
      "<speak>a <voice name=\"anna\">b</voice> <voice name=\"bert's\">c</voice></speak>", "test", bert);
  ASSERT_EQ(own.segments.size(), 3U);
  EXPECT_EQ(own.segments[0].speaker, 1U);
  EXPECT_EQ(own.segments[1].speaker, 0U);
  EXPECT_EQ(own.segments[2].speaker, 1U);
  // Nobody will speak: whoever is asked for will do.
  EXPECT_TRUE(parse_ssml("<speak><voice name=\"Joanna\">a</voice></speak>", "test").notes.empty());
}

TEST(Ssml, ReadsAVoicesContentInItsLanguage) {
  EXPECT_EQ(parse("He said <voice xml:lang=\"fr-FR\">oui</voice>.")[0].text, "He said [[wˈi]].");
}

TEST(Ssml, TakesAbsolutePitchAndVolume) {
  EXPECT_NEAR(parse("<prosody pitch=\"400Hz\">a</prosody>")[0].pitch_st, 12.0, 1e-9);
  EXPECT_NEAR(parse("<prosody pitch=\"100Hz\">a</prosody>")[0].pitch_st, -12.0, 1e-9);
  EXPECT_GT(parse("<prosody pitch=\"+20Hz\">a</prosody>")[0].pitch_st, 0.0);
  EXPECT_NEAR(parse("<prosody volume=\"50\">a</prosody>")[0].volume_db, -6.02, 0.01);
  EXPECT_DOUBLE_EQ(parse("<prosody volume=\"100\">a</prosody>")[0].volume_db, 0.0);
  EXPECT_DOUBLE_EQ(parse("<prosody volume=\"6dB\">a</prosody>")[0].volume_db, 6.0);
}

TEST(Ssml, SaysAsAsked) {
  expect_lenient({
      {"<say-as interpret-as=\"date\" format=\"mdy\">3/4/2021</say-as>", "March 4th, 2021", ""},
      {"<say-as interpret-as=\"date\" format=\"dmy\">3/4/2021</say-as>", "April 3rd, 2021", ""},
      {"<say-as interpret-as=\"date\" format=\"yyyymmdd\">20210304</say-as>", "March 4th, 2021", ""},
      {"<say-as interpret-as=\"date\" format=\"md\">12-25</say-as>", "December 25th", ""},
      {"<say-as interpret-as=\"date\" format=\"my\">5/1999</say-as>", "May 1999", ""},
      {"<say-as interpret-as=\"date\" format=\"mdy\">5 May</say-as>", "5 May", ""},
      {"<say-as interpret-as=\"telephone\">555-0142</say-as>", "5 5 5, 0 1 4 2", ""},
      {"<say-as interpret-as=\"digits\"><b>12</b>3</say-as>", "1 2 3", ""},
      {"<say-as interpret-as=\"vxml:currency\">$5</say-as>", "$5", ""},
      {"<say-as interpret-as=\"expletive\">darn</say-as> it", "beep it", ""},
  });
}

TEST(Ssml, ReadsOtherPhonemeAlphabets) {
  EXPECT_EQ(parse("<phoneme alphabet=\"x-sampa\" ph=\"t@&quot;mA:toU\">x</phoneme>")[0].text,
            "[[təˈmɑːtoʊ]]");
  EXPECT_EQ(parse("<phoneme alphabet=\"x-arpabet\" ph=\"T AH0 M EY1 T OW2\">x</phoneme>")[0].text,
            "[[təmˈeɪtˌoʊ]]");
  EXPECT_EQ(parse("<phoneme ph=\"ʤʌʧ\">x</phoneme>")[0].text, "[[dʒʌtʃ]]");
}

/// What the document says where the words of the segment come from.
std::string source_of(const std::string& ssml, std::size_t segment, const std::string& words) {
  const SsmlSegment said = parse_ssml(ssml, "test").segments.at(segment);
  const std::size_t begin = said.text.find(words);
  EXPECT_NE(begin, std::string::npos) << words << " in " << said.text;
  const SourceRange range = said.source.source_of(begin, begin + words.size());
  return ssml.substr(range.begin, range.end - range.begin);
}

TEST(Ssml, KnowsWhereItsTextStandsInTheDocument) {
  const std::string parts = "<speak>One. <break time=\"500ms\"/>Two &amp; <!-- not -->three.</speak>";
  EXPECT_EQ(source_of(parts, 0, "One"), "One");
  EXPECT_EQ(source_of(parts, 1, "Two"), "Two");
  EXPECT_EQ(source_of(parts, 1, "&"), "&amp;");
  EXPECT_EQ(source_of(parts, 1, "three"), "three");
  EXPECT_EQ(source_of("\xEF\xBB\xBF<speak>\r\n<p>One</p>\r\n<p>Two</p></speak>", 0, "Two"), "Two");
  EXPECT_EQ(source_of("<speak>a <![CDATA[b & c]]></speak>", 0, "& c"), "& c");
}

TEST(Ssml, LeadsWhatIsSaidInsteadToTheContentOfItsElement) {
  EXPECT_EQ(source_of("<speak>The <sub alias=\"a > b\">W3C</sub>.</speak>", 0, "b"), "W3C");
  EXPECT_EQ(source_of("<speak>The <sub alias=\"web\"/>.</speak>", 0, "web"), "<sub alias=\"web\"/>");
  EXPECT_EQ(source_of("<speak><sub alias=\"web\"><p>W<s>3</s></p></sub>.</speak>", 0, "web"),
            "<p>W<s>3</s></p>");
  EXPECT_EQ(source_of("<speak>A <phoneme ph=\"t\">tee</phoneme></speak>", 0, "[[t]]"), "tee");
  EXPECT_EQ(source_of("<speak><say-as interpret-as=\"characters\">abc</say-as></speak>", 0, "B"), "abc");
  EXPECT_EQ(source_of("<speak><say-as interpret-as=\"date\">3/14 &lt;</say-as></speak>", 0, "<"), "&lt;");
}

TEST(Ssml, SpeaksTheLimitWhereProsodyGoesBeyond) {
  expect_lenient({
      {"One.\n<prosody rate=\"500%\">Two.</prosody>", "One.\nTwo.", "line 2: a speed of 5 is spoken as 4"},
      {"<prosody rate=\"10%\">a</prosody>", "a", "a speed of 0.1 is spoken as 0.25"},
      {"<prosody pitch=\"+30st\">a</prosody>", "a", "30 is spoken as 24"},
      {"<prosody volume=\"+30dB\">a</prosody>", "a", "volume in dB of 30 is spoken as 24"},
      // What elements inside each other add up to counts.
      {"<prosody rate=\"300%\"><prosody rate=\"200%\">a</prosody></prosody>", "a", "a speed of 6"},
      {"<prosody rate=\"300%\"><prosody rate=\"50%\">a</prosody></prosody>", "a", ""},
  });
  EXPECT_DOUBLE_EQ(parse("<prosody rate=\"500%\">a</prosody>")[0].speed, 4.0);
}

TEST(Ssml, SurvivesHostileDepth) {
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "<p>";
  EXPECT_NE(message_of("<speak>" + deep + "</speak>"), "");
  std::string closed;
  for (int i = 0; i < 1000; ++i) closed += "<p>";
  for (int i = 0; i < 1000; ++i) closed += "</p>";
  EXPECT_NE(message_of("<speak>" + closed + "</speak>").find("at most"), std::string::npos);
}

}  // namespace
}  // namespace driftwave
