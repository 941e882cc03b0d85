#include "tts/text/inline_pause.h"

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

#include "tts/text/front_end.h"

namespace driftwave {
namespace {

double seconds_of(std::string_view mark) {
  const auto pause = inline_pause(mark);
  return pause && pause->length == mark.size() ? pause->seconds : -1.0;
}

TEST(InlinePause, UnderstandsHowPeopleWriteIt) {
  EXPECT_DOUBLE_EQ(seconds_of("[pause:0.5s]"), 0.5);
  EXPECT_DOUBLE_EQ(seconds_of("[pause 300ms]"), 0.3);
  EXPECT_DOUBLE_EQ(seconds_of("[pause:1]"), 1.0);
  EXPECT_DOUBLE_EQ(seconds_of("<silence=100>"), 0.1);
  EXPECT_DOUBLE_EQ(seconds_of("<break time=\"1.5s\"/>"), 1.5);
  EXPECT_DOUBLE_EQ(seconds_of("[pause]"), 0.4);
  EXPECT_DOUBLE_EQ(seconds_of("[break]"), 0.4);
  EXPECT_DOUBLE_EQ(seconds_of("[pause: 2 seconds]"), 2.0);
  EXPECT_DOUBLE_EQ(seconds_of("[pause:90s]"), 60.0);
}

TEST(InlinePause, LeavesOtherBracketsAlone) {
  for (const std::string_view text :
       {"[paused]", "[pause for thought]", "[breakfast]", "[pause:-1s]", "pause", "[1]"})
    EXPECT_FALSE(inline_pause(text)) << text;
  EXPECT_TRUE(is_inline_pause(" [pause:1s]\n"));
  EXPECT_FALSE(is_inline_pause("[pause:1s] so"));
}

TEST(InlinePause, PartsTheSentence) {
  const TextFrontEnd front_end;
  const auto sentences = front_end.process("[pause:2s] Wait [pause:0.5s] for it. [pause:1s] Now.");
  ASSERT_EQ(sentences.size(), 3U);
  EXPECT_DOUBLE_EQ(sentences[0].pause_before_seconds, 2.0);
  EXPECT_DOUBLE_EQ(sentences[0].asked_pause_seconds.value_or(-1), 0.5);
  EXPECT_DOUBLE_EQ(sentences[1].asked_pause_seconds.value_or(-1), 1.0);
  EXPECT_FALSE(sentences[2].asked_pause_seconds);
  EXPECT_EQ(sentences[1].normalized, "for it.");
}

TEST(InlinePause, AddsUpAndOutlastsWhatIsNotSpoken) {
  const TextFrontEnd front_end;
  const auto sentences = front_end.process("One. [pause:1s] [pause:1s] ★ [pause:1s]");
  ASSERT_EQ(sentences.size(), 1U);
  EXPECT_DOUBLE_EQ(sentences[0].asked_pause_seconds.value_or(-1), 3.0);
  EXPECT_TRUE(front_end.process("[pause:1s]").empty());
}

TEST(InlinePause, IsFollowedBackToTheSource) {
  const TextFrontEnd front_end;
  const std::string text = "Wait [pause:0.5s] here.";
  const auto sentences = front_end.process(text);
  ASSERT_EQ(sentences.size(), 2U);
  const WordSpan& here = sentences[1].phonemes.words.at(0);
  EXPECT_EQ(text.substr(here.source_begin, here.source_end - here.source_begin), "here");
}

}  // namespace
}  // namespace driftwave
