#include "tts/text/french/french.h"

#include <gtest/gtest.h>

#include "tests/tts/text/case_table.h"
#include "tts/text/french/french_lexicon.h"
#include "tts/text/front_end.h"

namespace driftwave {
namespace {

std::string sounds(const std::string& text) {
  static const TextFrontEnd front_end({.language = "fr", .espeak_data = {}});
  std::string all;
  for (const SpokenSentence& sentence : front_end.process(text))
    all += symbols_to_text(sentence.phonemes.ids);
  return all;
}

bool rises(const std::string& text) {
  static const TextFrontEnd front_end({.language = "fr", .espeak_data = {}});
  return front_end.process(text).back().rise_from.has_value();
}

TEST(French, ReadsTheTableOfCases) {
  expect_cases(French(), DRIFTWAVE_FRENCH_CASES, 150);
}

TEST(French, CountsAsInItsRegion) {
  const std::string text = "Il a 71, 85 et 99 ans.";
  EXPECT_EQ(read_by(French("fr-FR"), text),
            "Il a soixante-et-onze, quatre-vingt-cinq et quatre-vingt-dix-neuf ans.");
  EXPECT_EQ(read_by(French("fr-be"), text), "Il a septante-et-un, quatre-vingt-cinq et nonante-neuf ans.");
  EXPECT_EQ(read_by(French("fr_CH"), text), "Il a septante-et-un, huitante-cinq et nonante-neuf ans.");
  EXPECT_EQ(read_by(French("fr-CH"), "Il dit soixante-dix."), "Il dit soixante-dix.");
}

TEST(French, SaysNoDigitOrSignItself) {
  const French french;
  for (const std::string text : {"1/2/3/4",  "5--6", "1.2.3.4.5", "$",          "€5.5.5",
                                 "10:99:88", "3:",   "1e",        "#",          "0x1F",
                                 "1,2,3,4",  "+-5",  "$$5",       "5%%",        "12-",
                                 "-12-",     "⅓⅓",   "a1b2c3",    "99/99/9999", "2024-13-45",
                                 "v.5",      "3.",   "§",         "1'000'000",  "12345678901234567890123",
                                 "25h61",    "0h",   "1ère",      "IIIIe",      "01 23 45"}) {
    EXPECT_EQ(read_by(french, text).find_first_of("0123456789$%#+/"), std::string::npos)
        << text << ": " << read_by(french, text);
  }
}

TEST(French, QuestionsForYesOrNoRise) {
  for (const char* text :
       {"Il vient ce soir ?", "Est-ce que tu viens ?", "Tu pars déjà ?", "« Il a dit ça ? »"})
    EXPECT_TRUE(rises(text)) << text;
  for (const char* text : {"Qui vient ?", "Depuis quand est-ce ainsi ?", "Et pourquoi pas ?", "Thé ou café ?",
                           "Il vient.", "Qu'est-ce que c'est ?", "C'est qui ?"})
    EXPECT_FALSE(rises(text)) << text;
}

TEST(French, SentencesEndBehindAnAbbreviationWhereOneBegins) {
  const French french;
  EXPECT_EQ(read_by(french, "Il naquit en 30 apr. J.-C. Puis vint la guerre."),
            "Il naquit en trente après Jésus-Christ. | Puis vint la guerre.");
  EXPECT_EQ(read_by(french, "Il voit M. Le Goff. Il sourit."), "Il voit monsieur Le Goff. | Il sourit.");
  EXPECT_EQ(read_by(french, "C'est fini... mais pas pour moi."), "C'est fini… mais pas pour moi.");
}

TEST(French, SaysWordsOfItsLexicon) {
  EXPECT_EQ(sounds("weekend"), "wikˈɛnd");
  EXPECT_EQ(sounds("l'oignon"), "lɔɲˈɔ̃");
}

TEST(French, LexiconHoldsOnlySoundsOfTheInventory) {
  Lexicon lexicon;
  EXPECT_NO_THROW(lexicon.add(french::lexicon_text(), "french.lexicon"));
  EXPECT_FALSE(lexicon.empty());
}

TEST(French, ReadsAsFarAsTheTextGoes) {
  const TextFrontEnd front_end({.language = "fr", .espeak_data = {}});
  const std::string_view source = "Le 3 mai, il coûte 3,50 €.";
  const std::vector<SpokenSentence> spoken = front_end.process(source);
  ASSERT_EQ(spoken.size(), 1U);
  const WordSpan& last = spoken[0].phonemes.words.back();
  EXPECT_EQ(source.substr(last.source_begin, last.source_end - last.source_begin), "3,50 €");
}

TEST(French, SurvivesHostileText) {
  const TextFrontEnd front_end({.language = "fr", .espeak_data = {}});
  for (const std::string& text : {std::string(20000, '1'), std::string(20000, '.'), std::string(20000, '-'),
                                  std::string(20000, 'X'), std::string(20000, '\xC3')})
    EXPECT_NO_THROW((void)front_end.process(text)) << text.substr(0, 5);
  std::string numbers;
  for (int i = 0; i < 3000; ++i) numbers += "1er et ";
  EXPECT_NO_THROW((void)front_end.process(numbers));
}

}  // namespace
}  // namespace driftwave
