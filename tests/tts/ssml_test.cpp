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
  EXPECT_EQ(parse("Tom &amp; Jerry."), (std::vector<SsmlSegment>{{.text = "Tom & Jerry.", .marks = {}}}));
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
