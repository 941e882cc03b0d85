#include "tts/text/dutch/dutch.h"

#include <gtest/gtest.h>

#include "tests/tts/text/case_table.h"
#include "tts/text/dutch/dutch_lexicon.h"
#include "tts/text/front_end.h"

namespace driftwave {
namespace {

std::string sounds(const std::string& text) {
  static const TextFrontEnd front_end({.language = "nl", .espeak_data = {}});
  std::string all;
  for (const SpokenSentence& sentence : front_end.process(text))
    all += symbols_to_text(sentence.phonemes.ids);
  return all;
}

bool rises(const std::string& text) {
  static const TextFrontEnd front_end({.language = "nl", .espeak_data = {}});
  return front_end.process(text).back().rise_from.has_value();
}

TEST(Dutch, ReadsTheTableOfCases) {
  expect_cases(Dutch(), DRIFTWAVE_DUTCH_CASES, 150);
}

TEST(Dutch, SaysNoDigitOrSignItself) {
  const Dutch dutch;
  for (const std::string text : {"1/2/3/4",  "5--6", "1.2.3.4.5", "$",          "€5.5.5",
                                 "10:99:88", "3:",   "1e",        "#",          "0x1F",
                                 "1,2,3,4",  "+-5",  "$$5",       "5%%",        "12-",
                                 "-12-",     "⅓⅓",   "a1b2c3",    "99/99/9999", "2024-13-45",
                                 "v.5",      "3.",   "§",         "1'000'000",  "12345678901234567890123"}) {
    EXPECT_EQ(read_by(dutch, text).find_first_of("0123456789$%#+/"), std::string::npos)
        << text << ": " << read_by(dutch, text);
  }
}

TEST(Dutch, QuestionsForYesOrNoRise) {
  for (const char* text : {"Komt hij vandaag?", "Is het laat?", "Je gaat al?", "'Heeft hij dat gezegd?'"})
    EXPECT_TRUE(rises(text)) << text;
  for (const char* text : {"Wie komt er?", "Sinds wanneer is dat zo?", "En waarom niet?", "Thee of koffie?",
                           "Hij komt.", "Waarmee reist hij?"})
    EXPECT_FALSE(rises(text)) << text;
}

TEST(Dutch, LettersHaveTheirDutchNames) {
  EXPECT_EQ(sounds("ANWB's"), "ˌaːˌɛnvˌeːbˈeːs");
  EXPECT_EQ(sounds("A."), "ˈaː.");
}

TEST(Dutch, SaysWordsOfItsLexicon) {
  EXPECT_EQ(sounds("horloge"), "hɔrlˈoːʒə");
  EXPECT_EQ(sounds("Utrecht"), "ˈytrɛxt");
  EXPECT_EQ(sounds("3 mld. euro"), "drˈi mɪljˈɑrt ˈøːroː");
}

TEST(Dutch, LexiconHoldsOnlySoundsOfTheInventory) {
  Lexicon lexicon;
  EXPECT_NO_THROW(lexicon.add(dutch::lexicon_text(), "dutch.lexicon"));
  EXPECT_FALSE(lexicon.empty());
}

TEST(Dutch, ReadsAsFarAsTheTextGoes) {
  const TextFrontEnd front_end({.language = "nl", .espeak_data = {}});
  const std::string_view source = "Op 3 mei kost het € 3,50 nu.";
  const std::vector<SpokenSentence> spoken = front_end.process(source);
  ASSERT_EQ(spoken.size(), 1U);
  const WordSpan& last = spoken[0].phonemes.words.at(5);
  EXPECT_EQ(source.substr(last.source_begin, last.source_end - last.source_begin), "€ 3,50");
}

TEST(Dutch, SurvivesHostileText) {
  const TextFrontEnd front_end({.language = "nl", .espeak_data = {}});
  for (const std::string& text : {std::string(20000, '1'), std::string(20000, '.'), std::string(20000, '-'),
                                  std::string(20000, 'X'), std::string(20000, '\xC3')})
    EXPECT_NO_THROW((void)front_end.process(text)) << text.substr(0, 5);
  std::string numbers;
  for (int i = 0; i < 3000; ++i) numbers += "1e en ";
  EXPECT_NO_THROW((void)front_end.process(numbers));
}

}  // namespace
}  // namespace driftwave
