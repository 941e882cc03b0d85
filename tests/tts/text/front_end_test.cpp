#include "tts/text/front_end.h"

#include <gtest/gtest.h>

#include <random>

#include "engine/core/error.h"

namespace driftwave {
namespace {

const TextFrontEnd& front_end() {
  static const TextFrontEnd instance;
  return instance;
}

TEST(TextFrontEnd, GivesSentencesWithTheirWords) {
  const std::vector<SpokenSentence> spoken = front_end().process("Dr. Smith has $5. He is happy!");
  ASSERT_EQ(spoken.size(), 2U);
  EXPECT_EQ(spoken[0].text, "Dr. Smith has $5.");
  EXPECT_EQ(spoken[0].normalized, "Doctor Smith has five dollars.");
  EXPECT_EQ(spoken[1].source_begin, 18U);
  EXPECT_EQ(spoken[1].source_end, 30U);
  EXPECT_EQ(symbols_to_text(spoken[1].phonemes.ids), "hiː ɪz hˈæpi!");
}

TEST(TextFrontEnd, CountsOffsetsInTheTextAsGiven) {
  const std::string_view source =
      "\xEF\xBB\xBFOne \xFFtwo. Thr\xC0\xAF"
      "ee four.";
  const std::vector<SpokenSentence> spoken = front_end().process(source);
  ASSERT_EQ(spoken.size(), 2U);
  const auto source_of = [&](const WordSpan& word) {
    return source.substr(word.source_begin, word.source_end - word.source_begin);
  };
  EXPECT_EQ(source_of(spoken[0].phonemes.words.at(0)), "One");
  EXPECT_EQ(source_of(spoken[0].phonemes.words.at(1)), "two");
  EXPECT_EQ(source_of(spoken[1].phonemes.words.at(0)),
            "Thr\xC0\xAF"
            "ee");
  EXPECT_EQ(source_of(spoken[1].phonemes.words.at(1)), "four");
  EXPECT_EQ(source.substr(spoken[1].source_begin, spoken[1].source_end - spoken[1].source_begin),
            source.substr(source.find("Thr")));
}

TEST(TextFrontEnd, PausesLongerAfterParagraphsThanSentencesThanClauses) {
  std::string text = "A title\n\nOne sentence. Another one.\n\n";
  for (int i = 0; i < 50; ++i) text += "and on it goes, ";
  const std::vector<SpokenSentence> spoken = front_end().process(text);
  ASSERT_GT(spoken.size(), 4U);
  EXPECT_GT(spoken[0].pause_after_seconds, spoken[1].pause_after_seconds);
  EXPECT_GT(spoken[1].pause_after_seconds, spoken[3].pause_after_seconds);
  EXPECT_GT(spoken[3].pause_after_seconds, 0.0);
}

TEST(TextFrontEnd, ReadsAPromptAsOneUtterance) {
  const SpokenSentence whole = front_end().process_utterance("Yes. Mr. Smith left, etc.");
  EXPECT_EQ(whole.normalized, "Yes. Mister Smith left, et cetera.");
  EXPECT_EQ(symbols_to_text(whole.phonemes.ids), "jˈɛs. mˈɪstɚ smˈɪθ lˈɛft, ˈɛt sˈɛɾɚɹə.");
}

TEST(TextFrontEnd, ReadsOneSentenceAlikeBothWays) {
  const std::string_view prompt = "Author of the danger trail, Philip Steels, etc.";
  const std::vector<SpokenSentence> spoken = front_end().process(prompt);
  ASSERT_EQ(spoken.size(), 1U);
  EXPECT_EQ(spoken[0].phonemes.ids, front_end().process_utterance(prompt).phonemes.ids);
}

TEST(TextFrontEnd, HasNothingToSayForUnspeakableText) {
  for (const std::string_view text : {"", "  \n", "😀 🎉", "\x01\x02", "\xFF\xFE", "...", "* * *"}) {
    EXPECT_TRUE(front_end().process(text).empty());
    EXPECT_TRUE(front_end().process_utterance(text).phonemes.empty());
  }
}

TEST(TextFrontEnd, LeavesUnspeakableSentencesOut) {
  const std::vector<SpokenSentence> spoken = front_end().process("Hello.\n\n***\n\nWorld.");
  ASSERT_EQ(spoken.size(), 2U);
  EXPECT_EQ(spoken[1].text, "World.");
}

TEST(TextFrontEnd, ReadsAHundredThousandCharactersWithoutAStop) {
  std::string text;
  while (text.size() < 100000) text += "seven slow sloths ate 12 sour plums ";
  std::size_t words = 0;
  for (const SpokenSentence& sentence : front_end().process(text)) words += sentence.phonemes.words.size();
  EXPECT_EQ(words, 7 * ((text.size()) / 36));
}

TEST(TextFrontEnd, SurvivesHostileText) {
  for (const std::string& text :
       {std::string(100000, 'a'), std::string(100000, '1'), std::string(100000, '.'),
        std::string(100000, '-'), std::string(100000, '('), std::string(100000, ' ') + "x",
        std::string(50000, '['), std::string(100000, '\xC3')}) {
    EXPECT_NO_THROW((void)front_end().process(text)) << text.substr(0, 5);
  }
  std::string dots;
  for (int i = 0; i < 20000; ++i) dots += "A. ";
  EXPECT_NO_THROW((void)front_end().process(dots));
}

TEST(TextFrontEnd, AcceptsRandomBytesAndCharacters) {
  std::mt19937 random(11);
  const std::string_view alphabet = "aB1 .,$%-:/'\"()[]#@&+5\n\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\xFF";
  for (int round = 0; round < 150; ++round) {
    std::string text;
    for (int i = 0; i < 60; ++i) text += alphabet[random() % alphabet.size()];
    for (const SpokenSentence& sentence : front_end().process(text)) {
      EXPECT_FALSE(sentence.phonemes.ids.empty());
      EXPECT_LE(sentence.source_end, text.size());
      for (const WordSpan& word : sentence.phonemes.words) {
        EXPECT_LT(word.source_begin, word.source_end) << text;
        EXPECT_LE(word.source_end, text.size()) << text;
      }
    }
  }
}

TEST(TextFrontEnd, RefusesALanguageThatIsNotThere) {
  EXPECT_THROW(TextFrontEnd({.language = "xx-nowhere", .espeak_data = {}}), Error);
}

}  // namespace
}  // namespace driftwave
