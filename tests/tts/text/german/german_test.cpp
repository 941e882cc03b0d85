#include "tts/text/german/german.h"

#include <gtest/gtest.h>

#include "tests/tts/text/case_table.h"
#include "tts/text/front_end.h"
#include "tts/text/german/german_lexicon.h"
#include "tts/text/german/number_sounds.h"

namespace driftwave {
namespace {

std::string sounds(const std::string& text) {
  static const TextFrontEnd front_end({.language = "de", .espeak_data = {}});
  std::string all;
  for (const SpokenSentence& sentence : front_end.process(text))
    all += symbols_to_text(sentence.phonemes.ids);
  return all;
}

bool rises(const std::string& text) {
  static const TextFrontEnd front_end({.language = "de", .espeak_data = {}});
  return front_end.process(text).back().rise_from.has_value();
}

TEST(German, ReadsTheTableOfCases) {
  expect_cases(German(), DRIFTWAVE_GERMAN_CASES, 150);
}

TEST(German, SaysNoDigitOrSignItself) {
  const German german;
  for (const std::string text : {"1/2/3/4",  "5--6", "1.2.3.4.5", "$",          "€5.5.5",
                                 "10:99:88", "3:",   "1e",        "#",          "0x1F",
                                 "1,2,3,4",  "+-5",  "$$5",       "5%%",        "12-",
                                 "-12-",     "⅓⅓",   "a1b2c3",    "99/99/9999", "2024-13-45",
                                 "v.5",      "3.",   "§",         "1'000'000",  "12345678901234567890123"}) {
    EXPECT_EQ(read_by(german, text).find_first_of("0123456789$%#+/"), std::string::npos)
        << text << ": " << read_by(german, text);
  }
}

TEST(German, QuestionsForYesOrNoRise) {
  for (const char* text : {"Kommt er heute?", "Ist es spät?", "Du gehst schon?", "„Hat er das gesagt?“"})
    EXPECT_TRUE(rises(text)) << text;
  for (const char* text : {"Wer kommt?", "Seit wann ist das so?", "Und warum nicht?", "Tee oder Kaffee?",
                           "Er kommt.", "Womit fährt er?"})
    EXPECT_FALSE(rises(text)) << text;
}

TEST(German, LettersHaveTheirGermanNames) {
  EXPECT_EQ(sounds("LKWs"), "ˌɛlkˌɑːvˈeːs");
  EXPECT_EQ(sounds("A."), "ˈɑː.");
}

TEST(German, SaysWordsOfItsLexicon) {
  EXPECT_EQ(sounds("Garage"), "ɡarˈɑːʒə");
  EXPECT_EQ(sounds("Der Vollmond"), "dɛɾ fˈɔlmoːnt");
  EXPECT_EQ(sounds("3 Mrd. Euro"), "dɾˈaɪ mɪljˈaɾdən ˈɔøroː");
}

TEST(German, LexiconHoldsOnlySoundsOfTheInventory) {
  Lexicon lexicon;
  EXPECT_NO_THROW(lexicon.add(german::lexicon_text(), "german.lexicon"));
  EXPECT_FALSE(lexicon.empty());
}

TEST(GermanNumberSounds, KeepThePartsOfLongNumbersApart) {
  EXPECT_EQ(german::number_sounds("einundzwanzig"), "ˈaɪnʊnttsvˌantsɪç");
  EXPECT_EQ(german::number_sounds("zweitausendvier"), "tsvˌaɪtˌaʊzəntfˈiːɾ");
  EXPECT_EQ(german::number_sounds("dreißigsten"), "dɾˈaɪsɪçstən");
  EXPECT_EQ(german::number_sounds("neunzehnhundertachtundneunzig"), "nˌɔøntseːnhˌʊndɜtˈaxtʊntnˌɔøntsɪç");
  EXPECT_EQ(german::number_sounds("achtziger"), "ˈaxtsɪɡɜ");
}

TEST(GermanNumberSounds, AreNoneOfOtherWords) {
  for (const char* word : {"drei", "und", "Hund", "achten", "Einer", "dreist", "", "Zwanzigmarkschein"})
    EXPECT_EQ(german::number_sounds(word), "") << word;
}

TEST(German, ReadsAsFarAsTheTextGoes) {
  const TextFrontEnd front_end({.language = "de", .espeak_data = {}});
  const std::string_view source = "Am 3. Mai kostet es 3,50 €.";
  const std::vector<SpokenSentence> spoken = front_end.process(source);
  ASSERT_EQ(spoken.size(), 1U);
  const WordSpan& last = spoken[0].phonemes.words.back();
  EXPECT_EQ(source.substr(last.source_begin, last.source_end - last.source_begin), "3,50 €");
}

TEST(German, SurvivesHostileText) {
  const TextFrontEnd front_end({.language = "de", .espeak_data = {}});
  for (const std::string& text : {std::string(20000, '1'), std::string(20000, '.'), std::string(20000, '-'),
                                  std::string(20000, 'X'), std::string(20000, '\xC3')})
    EXPECT_NO_THROW((void)front_end.process(text)) << text.substr(0, 5);
  std::string numbers;
  for (int i = 0; i < 3000; ++i) numbers += "3. und ";
  EXPECT_NO_THROW((void)front_end.process(numbers));
}

}  // namespace
}  // namespace driftwave
