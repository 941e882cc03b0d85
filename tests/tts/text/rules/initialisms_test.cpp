#include <gtest/gtest.h>

#include "tests/tts/text/readings.h"

namespace driftwave {
namespace {

TEST(InitialismRules, SpellsInitialisms) {
  expect_readings({
      {"NASA's rover", "nasa's rover"},
      {"FBI", "F B I"},
      {"USA", "U S A"},
      {"HTML", "H T M L"},
      {"PDF", "P D F"},
      {"TV", "T V"},
      {"the BBC", "the B B C"},
      {"UK", "U K"},
      {"CEO", "C E O"},
      {"IEEE", "I triple E"},
      {"HIV/AIDS", "H I V aids"},
      {"ISO 9001", "I S O nine thousand one"},
      {"the WHO", "the W H O"},
      {"USB-C", "U S B C"},
  });
}

TEST(InitialismRules, SpellsDottedOnes) {
  expect_readings({
      {"U.S.", "U S."},
      {"U.S.A.", "U S A."},
      {"the U.S. Army", "the U S Army"},
      {"F.B.I.", "F B I."},
      {"the U.K.'s plan", "the U K s plan"},
      {"the U.S.-based firm", "the U S based firm"},
  });
}

TEST(InitialismRules, SpellsPlurals) {
  expect_readings({
      {"CPUs", "C P U s"},
      {"TVs", "T V s"},
      {"FBI's", "F B I s"},
      {"PhDs", "P H D s"},
  });
}

TEST(InitialismRules, SpellsDegrees) {
  expect_readings({
      {"PhD", "P H D"},
      {"Ph.D.", "P H D."},
      {"M.D.", "M D."},
      {"B.A.", "B A."},
  });
}

TEST(InitialismRules, ReadsAcronymsAsWords) {
  expect_readings({
      {"NASA", "nasa"},
      {"NATO", "nato"},
      {"UNESCO", "unesco"},
      {"JPEG", "jpeg"},
      {"PIN", "pin"},
      {"RAM", "ram"},
  });
}

TEST(InitialismRules, ReadsShoutingAsWords) {
  expect_readings({
      {"STOP that", "stop that"},
      {"I AM NOT HAPPY", "I am not happy"},
      {"IT IS TIME", "it is time"},
      {"LET US GO", "let us go"},
      {"BREAKING NEWS: NASA LAUNCHES NEW MOON ROCKET", "breaking news: nasa launches new moon rocket"},
      {"THE FBI IS HERE", "the F B I is here"},
  });
}

TEST(InitialismRules, JoinsLettersAroundAnd) {
  expect_readings({
      {"AT&T", "A T and T"},
      {"R&D", "R and D"},
      {"Q&A", "Q and A"},
      {"Johnson & Johnson", "Johnson and Johnson"},
  });
}

TEST(InitialismRules, ReadsInitialsOfPeople) {
  expect_readings({
      {"J. Smith", "J Smith"},
      {"John F. Kennedy", "John F Kennedy"},
      {"J. R. R. Tolkien", "J R R Tolkien"},
  });
}

TEST(InitialismRules, TellsTheLetterFromTheArticle) {
  expect_readings({
      {"grade A student", "grade A student"},
      {"vitamin A", "vitamin A"},
      {"A Tale", "A Tale"},
      {"A dog", "A dog"},
  });
}

TEST(InitialismRules, ReadsNames) {
  expect_readings({
      {"iPhone", "i phone"},
      {"OK", "okay"},
      {"macOS", "mac O S"},
      {"LaTeX", "lay tech"},
  });
}

}  // namespace
}  // namespace driftwave
