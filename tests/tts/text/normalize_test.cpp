#include "tts/text/normalize.h"

#include <gtest/gtest.h>

#include <chrono>

#include "tests/tts/text/readings.h"
#include "tts/text/utf8.h"

namespace driftwave {
namespace {

TEST(NormalizeTokens, TieWordsToTheirSource) {
  const std::string_view source = "Dr. Smith paid $5.20 on March 3rd, 2021.";
  const std::vector<Token> tokens = normalize_tokens(source);
  const auto read_from = [&](std::string_view written) {
    std::vector<Token> found;
    for (const Token& token : tokens) {
      if (source.substr(token.source_begin, token.source_end - token.source_begin) == written)
        found.push_back(token);
    }
    return to_text(found);
  };
  EXPECT_EQ(read_from("Dr."), "Doctor");
  EXPECT_EQ(read_from("Smith"), "Smith");
  EXPECT_EQ(read_from("$5.20"), "five dollars and twenty cents");
  EXPECT_EQ(read_from("March"), "March");
  EXPECT_EQ(read_from("3rd"), "third");
  EXPECT_EQ(read_from("2021"), "twenty twenty-one");
}

TEST(NormalizeTokens, AddTheOffsetOfTheSentence) {
  const std::vector<Token> tokens = normalize_tokens("two words", 100);
  ASSERT_EQ(tokens.size(), 2U);
  EXPECT_EQ(tokens[1], (Token{"words", 104, 109, TokenKind::kWord}));
}

TEST(NormalizeTokens, KeepTheOrderOfTheSource) {
  const std::string_view source =
      "At 3:30 pm, 5-10 km from St. John's, he ran 2 1/2 miles; it cost $1.5 million (etc.).";
  std::size_t last = 0;
  for (const Token& token : normalize_tokens(source)) {
    EXPECT_GE(token.source_begin, last);
    EXPECT_GT(token.source_end, token.source_begin);
    EXPECT_LE(token.source_end, source.size());
    last = token.source_begin;
  }
}

TEST(NormalizeTokens, MarkWhatIsReadLetterByLetter) {
  const std::vector<Token> tokens = normalize_tokens("The FBI, 3pm");
  ASSERT_EQ(tokens.size(), 5U);
  EXPECT_EQ(tokens[1], (Token{"F B I", 4, 7, TokenKind::kLetters}));
  EXPECT_EQ(tokens[2].kind, TokenKind::kPunctuation);
  EXPECT_EQ(tokens[4], (Token{"P M", 10, 12, TokenKind::kLetters}));
}

TEST(NormalizeTokens, PassGivenPhonemesThrough) {
  const std::vector<Token> tokens = normalize_tokens("a [[fˈu: bɑː]] car");
  ASSERT_EQ(tokens.size(), 3U);
  EXPECT_EQ(tokens[1].kind, TokenKind::kIpa);
  EXPECT_EQ(tokens[1].text, "fˈuː bɑː");
  EXPECT_EQ(normalize("an [[open bracket"), "an, open bracket");
}

TEST(NormalizeTokens, OfNothingSpeakableAreNone) {
  for (const std::string_view text :
       {"", " ", "...", "?!", "😀🎉", "\"\"", "()", "***", "- - -", "​", "=====", "•"}) {
    EXPECT_TRUE(normalize_tokens(text).empty()) << text;
  }
}

TEST(Normalize, SpeaksOtherScriptsInLatinLetters) {
  expect_readings({{"Москва", "Moskva"},
                   {"Αθήνα", "Athena"},
                   {"東京", "dongjing"},
                   {"K歌", "Kge"},
                   {"éclair東", "éclairdong"},
                   {"naïve café", "naïve café"}});
}

TEST(Normalize, TakesDecomposedAndWideLetters) {
  expect_readings({{"cafe\u0301", "café"}, {"ﬁne", "fine"}, {"１２", "twelve"}, {"it’s", "it's"}});
}

TEST(Normalize, DoesNotTakeShortWordsForGreekLetters) {
  expect_readings({{"nu mu pi xi", "nu mu pi xi"}, {"oA nq", "oA nq"}});
}

TEST(Normalize, SaysNoDigitOrSignItself) {
  for (const std::string_view text :
       {"1/2/3/4", "5--6", "1.2.3.4.5", "$",    "€5.5.5",  "10:99:88", "3:",         ":3",         "1e",
        "e5",      "#",    "5'",        "0x1F", "1,2,3,4", "+-5",      "$$5",        "5%%",        "№",
        "12-",     "-12-", "1st2nd",    "²",    "⅓⅓",      "a1b2c3",   "99/99/9999", "2024-13-45", "v.5"}) {
    EXPECT_EQ(normalize(text).find_first_of("0123456789$%#+/"), std::string::npos)
        << text << ": " << normalize(text);
  }
}

TEST(Normalize, LeavesWordsOfItsOwnOutputAlone) {
  for (const std::string_view text :
       {"$5.20 for 3 km", "Dr. Smith, 1995", "the 22nd of May", "5% of 10–20"}) {
    const std::string once = normalize(text);
    EXPECT_EQ(normalize(once), once);
  }
}

TEST(PlainTokens, LeaveWordsAndNumbersAsTheyAre) {
  EXPECT_EQ(to_text(plain_tokens("Hij kocht 3,5 kg (voor 20 euro), nu!")),
            "Hij kocht 3,5 kg, voor 20 euro, nu!");
}

}  // namespace
}  // namespace driftwave
