#include "tts/text/rules/capitals.h"

#include <gtest/gtest.h>

#include "tests/tts/text/readings.h"
#include "tts/text/sentences.h"

namespace driftwave {
namespace {

TEST(Capitals, KnowASentenceThatIsShouted) {
  EXPECT_TRUE(is_shouted(cut_lexemes("STOP THAT NOW.")));
  EXPECT_TRUE(is_shouted(cut_lexemes("I'M HAPPY")));
  EXPECT_FALSE(is_shouted(cut_lexemes("STOP that")));
  EXPECT_FALSE(is_shouted(cut_lexemes("FBI CIA")));
  EXPECT_FALSE(is_shouted(cut_lexemes("A B C")));
  EXPECT_FALSE(is_shouted(cut_lexemes("STOP")));
}

TEST(Capitals, ReadContractionsInAnyCase) {
  expect_readings({
      {"I'M HAPPY.", "I'm happy."},
      {"ISN'T IT?", "isn't it?"},
      {"He said I'LL go.", "He said I'll go."},
      {"THE FBI'S FILES", "the F B I s files"},
      {"WE'VE SEEN IT.", "we've seen it."},
  });
}

TEST(Capitals, ReadAbbreviationsInAnyCase) {
  expect_readings({
      {"MR. SMITH AND DR. JONES WENT TO ST. LOUIS.", "Mister smith and Doctor jones went to Saint louis."},
      {"ON FRI. AT 9 A.M.", "on Friday at nine A M."},
      {"MRS. LEE, NO. 7 PARK AVE.", "Missus lee, number seven park Avenue."},
      {"Call MR. Lee.", "Call Mister Lee."},
  });
}

TEST(Capitals, KeepInitialisms) {
  expect_readings({
      {"NASA AND THE FBI WORK IN THE US.", "nasa and the F B I work in the U S."},
      {"IT WAS US AGAINST THEM.", "it was us against them."},
      {"LOUIS XIV WAS KING.", "louis the fourteenth was king."},
      {"A DOG AND AT&T", "a dog and A T and T"},
  });
}

TEST(Capitals, DoNotCutSentences) {
  EXPECT_EQ(split_sentences("MR. SMITH AND DR. JONES WENT TO ST. LOUIS.").size(), 1U);
  EXPECT_EQ(split_sentences("HE SAID NO. THEN HE LEFT.").size(), 2U);
  EXPECT_EQ(split_sentences("SEE NO. 7 THERE.").size(), 1U);
}

TEST(LetterA, IsToldFromTheArticle) {
  expect_readings({
      {"A is for apple.", "A is for apple."},
      {"an A/B test", "an A B test"},
      {"A+ grade", "A plus grade"},
  });
  const auto is_letter = [](std::string_view text) {
    return normalize_tokens(text).front().kind == TokenKind::kLetters;
  };
  for (const std::string_view text :
       {"A is for apple.", "A+ grade", "A/B test", "A, B and C", "A or B", "A to Z", "A"})
    EXPECT_TRUE(is_letter(text)) << text;
  for (const std::string_view text : {"A dog", "A very big one", "A \"test\"", "A 5 km run"})
    EXPECT_FALSE(is_letter(text)) << text;
}

TEST(SmallRomanNumerals, AreNumbersWhereTheyCount) {
  expect_readings({
      {"The ii chord", "The two chord"},
      {"chapter vi", "chapter six"},
      {"page xii", "page twelve"},
      {"(iv) the end", "four, the end"},
      {"an iv drip", "an I V drip"},
      {"xx", "X X"},
      {"Type vi to open it.", "Type vi to open it."},
  });
}

}  // namespace
}  // namespace driftwave
