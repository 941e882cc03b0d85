#include "tools/driftwave/timings.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tools/driftwave/command.h"

namespace driftwave {
namespace {

constexpr int kRateHz = 1000;  // a sample is a millisecond

SpeechEvent event(SpeechEvent::Kind kind, const std::string& text, std::uint64_t begin, std::uint64_t end) {
  return {.kind = kind, .begin_sample = begin, .end_sample = end, .text = text, .source = {0, text.size()}};
}

SpeechEvent word(const std::string& text, std::uint64_t begin, std::uint64_t end) {
  return event(SpeechEvent::Kind::kWord, text, begin, end);
}

void add_sentence(Timings& timings, std::uint64_t begin, std::size_t source) {
  timings.add(event(SpeechEvent::Kind::kSentence, "Hello world.", begin, begin + 1000));
  SpeechEvent hello = word("Hello", begin + 100, begin + 500);
  hello.source = {source, source + 5};
  timings.add(hello);
  timings.add(word("world", begin + 500, begin + 950));
  timings.add(event(SpeechEvent::Kind::kPhoneme, "^", begin, begin + 100));
}

Timings two_sentences() {
  Timings timings(kRateHz);
  add_sentence(timings, 0, 0);
  add_sentence(timings, 3'661'500, 100);
  timings.add(event(SpeechEvent::Kind::kMark, "here", 3'662'000, 3'662'000));
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
  Timings timings(kRateHz);
  timings.add(event(SpeechEvent::Kind::kSentence, "", 0, 20000));
  for (std::uint64_t i = 0; i < 20; ++i) timings.add(word("seven77", 1000 * i, 1000 * (i + 1)));
  const std::string srt = timings.to_srt();
  // Five words of 7 and four spaces make 39 characters; six would make 47.
  EXPECT_NE(srt.find("1\n00:00:00,000 --> 00:00:05,000\nseven77 seven77 seven77 seven77 seven77\n\n2\n"),
            std::string::npos)
      << srt;
}

TEST(Timings, SurviveAWordOfBrokenUtf8) {
  Timings timings(kRateHz);
  timings.add(event(SpeechEvent::Kind::kSentence, "caf\xC3", 0, 1000));
  timings.add(word("caf\xC3", 0, 1000));
  EXPECT_TRUE(nlohmann::json::accept(timings.to_json()));
}

TEST(Timings, RejectOtherFormatsByName) {
  EXPECT_NO_THROW(check_timings_name("a.srt"));
  EXPECT_THROW(check_timings_name("a.vtt"), UsageError);
}

}  // namespace
}  // namespace driftwave
