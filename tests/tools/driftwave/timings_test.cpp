#include "tools/driftwave/timings.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tools/driftwave/command.h"

namespace driftwave {
namespace {

WordTiming word(const std::string& text, double begin_seconds, double end_seconds) {
  return {.text = text,
          .source_begin = 0,
          .source_end = text.size(),
          .begin_seconds = begin_seconds,
          .end_seconds = end_seconds};
}

Timings two_sentences() {
  SpokenSentence sentence;
  sentence.text = "Hello world.";
  SpeechPart part;
  part.sentence = &sentence;
  part.begin_seconds = 0.0;
  part.end_seconds = 1.0;
  part.words = {word("Hello", 0.1, 0.5), word("world", 0.5, 0.95)};
  part.phonemes = {{.symbol = kBeginId, .begin_seconds = 0.0, .end_seconds = 0.1}};
  SourceMap source;
  source.copied(12, 100);
  Timings timings;
  timings.add(part, {});
  timings.add(part, {.seconds = 3661.5, .source = &source});
  timings.add_mark("here", 3662.0);
  return timings;
}

TEST(Timings, AreJsonWithWordsAndPhonemes) {
  const auto json = nlohmann::json::parse(two_sentences().to_json());
  ASSERT_EQ(json["sentences"].size(), 2U);
  const auto& words = json["sentences"][0]["words"];
  EXPECT_EQ(words[1]["text"], "world");
  EXPECT_DOUBLE_EQ(words[1]["start_seconds"].get<double>(), 0.5);
  EXPECT_DOUBLE_EQ(words[1]["end_seconds"].get<double>(), 0.95);
  EXPECT_EQ(json["sentences"][0]["phonemes"][0]["symbol"], "^");
}

TEST(Timings, CountFromTheStartOfTheOutput) {
  const auto json = nlohmann::json::parse(two_sentences().to_json());
  EXPECT_DOUBLE_EQ(json["sentences"][1]["start_seconds"].get<double>(), 3661.5);
  EXPECT_DOUBLE_EQ(json["sentences"][1]["words"][0]["start_seconds"].get<double>(), 3661.6);
  EXPECT_EQ(json["sentences"][1]["words"][0]["source_end"], 105);
  EXPECT_EQ(json["marks"], nlohmann::json::parse(R"([{"name": "here", "seconds": 3662.0}])"));
}

TEST(Timings, AreSubtitlesWithHoursAndMilliseconds) {
  EXPECT_EQ(two_sentences().to_srt(),
            "1\n00:00:00,100 --> 00:00:00,950\nHello world\n\n"
            "2\n01:01:01,600 --> 01:01:02,450\nHello world\n\n");
}

TEST(Timings, BreakLongSentencesIntoCuesOfWholeWords) {
  SpokenSentence sentence;
  SpeechPart part;
  part.sentence = &sentence;
  for (int i = 0; i < 20; ++i) part.words.push_back(word("seven77", i, i + 1.0));
  Timings timings;
  timings.add(part, {});
  const std::string srt = timings.to_srt();
  // Five words of 7 and four spaces make 39 characters; six would make 47.
  EXPECT_NE(srt.find("1\n00:00:00,000 --> 00:00:05,000\nseven77 seven77 seven77 seven77 seven77\n\n2\n"),
            std::string::npos)
      << srt;
}

TEST(Timings, SurviveAWordOfBrokenUtf8) {
  SpokenSentence sentence;
  SpeechPart part;
  part.sentence = &sentence;
  part.words = {word("caf\xC3", 0.0, 1.0)};
  Timings timings;
  timings.add(part, {});
  EXPECT_TRUE(nlohmann::json::accept(timings.to_json()));
}

TEST(Timings, RejectOtherFormatsByName) {
  EXPECT_NO_THROW(check_timings_name("a.srt"));
  EXPECT_THROW(check_timings_name("a.vtt"), UsageError);
}

}  // namespace
}  // namespace driftwave
