/// Which rules are tried at plain words is a matter of speed and changes no reading.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "tts/text/rules/rule.h"

namespace driftwave {
namespace {

/// The words of two small letters and more of the reading cases, which hold what rules look for.
std::set<std::string> case_words() {
  std::ifstream file(DRIFTWAVE_READING_CASES);
  std::set<std::string> words;
  for (std::string line; std::getline(file, line);) {
    std::string word;
    for (const char c : line + ' ') {
      if (c >= 'a' && c <= 'z') {
        word += c;
      } else {
        if (word.size() > 1) words.insert(word);
        word.clear();
      }
    }
  }
  return words;
}

std::string described(const Reading& reading) {
  std::string text;
  for (const SpokenPart& part : reading) text += std::to_string(part.lexemes) + '"' + part.words + '"';
  return text;
}

Reading first_of_all(const Cursor& at) {
  for (const std::span<const Rule> family : all_rules()) {
    for (const Rule& rule : family) {
      Reading reading = rule.read(at);
      if (!reading.empty()) return reading;
    }
  }
  return {};
}

TEST(Rules, ThatAreNotTriedAtPlainWordsDoNotMatchThem) {
  std::set<std::string> words = case_words();
  ASSERT_GT(words.size(), 500U);
  const std::set<std::string> some_that_are_read = {"hm", "bzzt", "sooo", "iii", "vs", "ok"};
  words.insert(some_that_are_read.begin(), some_that_are_read.end());
  std::set<std::string> read;
  for (const std::string& word : words) {
    for (const char* const before :
         {"", "the ", "5 ", "page ", "$5 ", "10:30 ", "Elm ", "Boeing 777 ", "1/2 "}) {
      for (const char* const after : {" and", ", and", " Street", " June 5", ", Texas"}) {
        const std::vector<Lexeme> lexemes = cut_lexemes(before + word + after);
        const auto place = std::ranges::find(lexemes, word, &Lexeme::text);
        const Cursor at(lexemes, static_cast<std::size_t>(place - lexemes.begin()));
        ASSERT_TRUE(is_plain_word(at)) << before << word << after;
        const Reading want = first_of_all(at);
        ASSERT_EQ(described(first_reading(at)), described(want)) << before << word << after;
        if (!want.empty()) read.insert(word);
      }
    }
  }
  EXPECT_TRUE(std::ranges::includes(read, some_that_are_read));
}

TEST(Rules, PlainWordsStandBetweenSpacesAndBeforeAnotherWord) {
  const auto is_plain = [](const std::string& text, std::size_t lexeme) {
    const std::vector<Lexeme> lexemes = cut_lexemes(text);
    return is_plain_word(Cursor(lexemes, lexeme));
  };
  EXPECT_TRUE(is_plain("so it", 0));
  EXPECT_TRUE(is_plain("so, it", 0));
  for (const char* const other :
       {"so", "so.", "so 5", "so-it is", "So it", "a so", "it's so", "\u00e9t\u00e9 is"})
    EXPECT_FALSE(is_plain(other, 0)) << other;
  EXPECT_FALSE(is_plain("(so it", 1));
}

TEST(Rules, CapitalsAreTheTwinOfSmallLetters) {
  EXPECT_EQ(upper_case("a1-\u00e9"), "A1-\u00c9");
  EXPECT_EQ(lower_case(upper_case("stra\u00dfe")), "strasse");
}

}  // namespace
}  // namespace driftwave
