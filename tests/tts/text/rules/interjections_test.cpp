#include <gtest/gtest.h>

#include "tests/tts/text/readings.h"

namespace driftwave {
namespace {

std::string phonemes_of(std::string_view word) {
  const std::vector<Token> tokens = normalize_tokens(word);
  return tokens.empty() ? "" : tokens.front().phonemes;
}

TEST(InterjectionRules, SpeakSoundsInsteadOfLetters) {
  for (const std::string_view word : {"hm", "Hmmm", "hmm", "mm", "Mmmm", "shh", "SHHH", "Psst", "pfft", "Pff",
                                      "brr", "Brrrr", "grrr", "zzz", "hmph", "mhm", "tsk", "ew", "er"})
    EXPECT_NE(phonemes_of(word), "") << word;
}

TEST(InterjectionRules, LeaveAbbreviationsAlone) {
  expect_readings({
      {"5 mm", "five millimeters"},
      {"the ER", "the E R"},
      {"a BR", "a B R"},
      {"SH", "S H"},
  });
}

TEST(InterjectionRules, ShortenWordsThatAreDrawnOut) {
  expect_readings({
      {"Nooooo!", "no!"},
      {"Sooo good", "so good"},
      {"goooood", "good"},
      {"yesss", "yes"},
      {"pleeease", "please"},
      {"helllo", "hello"},
      {"stopppp", "stop"},
      {"freeee", "free"},
      {"coooool", "cool"},
      {"WAAAIT", "wait"},
      {"sweeeet", "sweet"},
      {"alllll", "all"},
      {"looooove", "love"},
      {"ahhhh", "ah"},
      {"ooooh", "ooh"},
  });
}

TEST(InterjectionRules, LeaveNumeralsAndAddressesAlone) {
  expect_readings({
      {"www.example.com", "W W W dot example dot com"},
      {"Part III", "Part three"},
      {"the AAA", "the triple A"},
  });
}

TEST(InterjectionRules, EndWordsThatWereClipped) {
  expect_readings({
      {"th' old man", "the old man"},
      {"ol' Jim an' me", "ole Jim and me"},
      {"mm-hmm", "mm-hmm"},
  });
}

TEST(InterjectionRules, LeaveNamesOfProgramsAlone) {
  expect_readings({
      {"https and html", "https and html"},
  });
}

}  // namespace
}  // namespace driftwave
