#include "tts/text/questions.h"

#include <gtest/gtest.h>

#include "tts/text/front_end.h"

namespace driftwave {
namespace {

const TextFrontEnd& front_end() {
  static const TextFrontEnd instance;
  return instance;
}

SpokenSentence only(const std::string& text) {
  const std::vector<SpokenSentence> spoken = front_end().process(text);
  EXPECT_EQ(spoken.size(), 1U) << text;
  return spoken.at(0);
}

TEST(Questions, ForYesOrNoRise) {
  for (const char* text : {"Is it late?", "You are leaving already, are you?", "And you saw that?",
                           "\"Did he really say so?\"", "Is that what you want?", "Really?!", "5 of 30?"})
    EXPECT_TRUE(only(text).rise_from.has_value()) << text;
}

TEST(Questions, ThatAskWithAWordFall) {
  for (const char* text : {"Where is it?", "And who are you?", "To whom did you speak?", "What's that?",
                           "\"Why not?\"", "In which of the two houses do they live?", "So how was it?"})
    EXPECT_FALSE(only(text).rise_from.has_value()) << text;
}

TEST(Questions, ThatLetChooseFall) {
  EXPECT_FALSE(only("Do you want tea or coffee?").rise_from.has_value());
}

TEST(Questions, AreNotStatements) {
  for (const char* text : {"It is late.", "Run!", "He asked who it was.", "well, yes"})
    EXPECT_FALSE(only(text).rise_from.has_value()) << text;
}

TEST(Questions, RiseFromTheVowelOfTheLastStressedSyllable) {
  const SpokenSentence sentence = only("Did you remember to lock the kitchen door?");
  ASSERT_TRUE(sentence.rise_from.has_value());
  const std::size_t from = *sentence.rise_from;
  EXPECT_EQ(symbol_text(sentence.phonemes.ids.at(from)), "o") << symbols_to_text(sentence.phonemes.ids);
  const WordSpan& last = sentence.phonemes.words.back();
  EXPECT_GE(from, last.first_id);
  EXPECT_LT(from, last.end_id);
}

TEST(Questions, OfUnstressedWordsRiseOnTheLastOne) {
  const SpokenSentence sentence = only("Is it?");
  ASSERT_TRUE(sentence.rise_from.has_value());
  EXPECT_LT(*sentence.rise_from, sentence.phonemes.words.back().end_id);
}

TEST(Questions, InOtherLanguagesAreLeftToTheVoice) {
  const TextFrontEnd spanish({.language = "es", .espeak_data = {}});
  EXPECT_FALSE(spanish.process("¿Es tarde?").at(0).rise_from.has_value());
}

}  // namespace
}  // namespace driftwave
