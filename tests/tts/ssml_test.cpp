#include "tts/ssml.h"

#include <gtest/gtest.h>

#include "engine/core/error.h"

namespace driftwave {
namespace {

std::vector<SsmlSegment> parse(const std::string& inside) {
  return parse_ssml("<speak>" + inside + "</speak>", "test");
}

std::string message_of(const std::string& ssml) {
  try {
    (void)parse_ssml(ssml, "test");
  } catch (const Error& e) {
    return e.what();
  }
  return "";
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
  const auto segments = parse("One <mark name=\"a\"/><mark name=\"b\"/>two.");
  ASSERT_EQ(segments.size(), 2U);
  EXPECT_EQ(segments[1].marks, (std::vector<std::string>{"a", "b"}));
}

TEST(Ssml, NamesElementAndLineAtFault) {
  EXPECT_NE(message_of("<speak>\n\n<audio src=\"x\"/></speak>").find("line 3: <audio>"), std::string::npos);
  EXPECT_NE(message_of("<speak><prosody rate=\"warp\">a</prosody></speak>").find("rate=\"warp\""),
            std::string::npos);
  EXPECT_NE(message_of("<speak><prosody pitch=\"200Hz\">a</prosody></speak>").find("200Hz"),
            std::string::npos);
  EXPECT_NE(message_of("<speak><break time=\"5 minutes\"/></speak>").find("5 minutes"), std::string::npos);
  EXPECT_NE(message_of("<speak><break time=\"-1s\"/></speak>").find("-1s"), std::string::npos);
  EXPECT_NE(message_of("<speak><phoneme>x</phoneme></speak>").find("ph"), std::string::npos);
  EXPECT_NE(message_of("<speak><phoneme alphabet=\"x-sampa\" ph=\"a\">x</phoneme></speak>").find("x-sampa"),
            std::string::npos);
  EXPECT_NE(message_of("<speak><say-as interpret-as=\"poem\">x</say-as></speak>").find("poem"),
            std::string::npos);
  EXPECT_NE(message_of("Hello").find("test"), std::string::npos);
  EXPECT_NE(message_of("<html/>").find("<speak>"), std::string::npos);
  EXPECT_NE(message_of("<speak>\n<p>unclosed</speak>").find("line 2"), std::string::npos);
}

/// What the document says where the words of the segment come from.
std::string source_of(const std::string& ssml, std::size_t segment, const std::string& words) {
  const SsmlSegment said = parse_ssml(ssml, "test").at(segment);
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

TEST(Ssml, RefusesProsodyThatNoVoiceCanSpeak) {
  for (const auto& [attribute, words] : std::vector<std::pair<std::string, std::string>>{
           {"rate=\"500%\"", "speed of 0.25 to 4, got 5"},
           {"rate=\"10%\"", "speed of 0.25 to 4, got 0.1"},
           {"rate=\"+-50%\"", "rate=\"+-50%\""},
           {"pitch=\"+30st\"", "semitones of -24 to 24, got 30"}}) {
    EXPECT_NE(message_of("<speak>One.\n<prosody " + attribute + ">Two.</prosody></speak>")
                  .find("line 2: <prosody>"),
              std::string::npos)
        << attribute;
    EXPECT_NE(message_of("<speak>\n<prosody " + attribute + ">a</prosody></speak>").find(words),
              std::string::npos)
        << message_of("<speak>\n<prosody " + attribute + ">a</prosody></speak>");
  }
  // What elements inside each other add up to counts.
  EXPECT_NE(message_of("<speak><prosody rate=\"300%\">\n<prosody rate=\"200%\">a</prosody></prosody></speak>")
                .find("line 2"),
            std::string::npos);
  EXPECT_EQ(message_of("<speak><prosody rate=\"300%\"><prosody rate=\"50%\">a</prosody></prosody></speak>"),
            "");
  std::string loud = "a";
  for (int i = 0; i < 3; ++i) loud = "<prosody volume=\"+24dB\">" + loud + "</prosody>";
  EXPECT_NE(message_of("<speak>" + loud + "</speak>").find("dB"), std::string::npos);
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
