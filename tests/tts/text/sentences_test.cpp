#include "tts/text/sentences.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include <string>

#include "engine/core/error.h"
#include "tts/text/utf8.h"

namespace driftwave {
namespace {

std::vector<std::string> sentences(std::string_view text, std::size_t max_characters = 400) {
  std::vector<std::string> found;
  for (const TextSpan& span : split_sentences(text, {.max_characters = max_characters})) {
    EXPECT_EQ(text.substr(span.begin, span.end - span.begin), span.text);
    found.emplace_back(span.text);
  }
  return found;
}

using List = std::vector<std::string>;

TEST(Sentences, EndAtFullStopsAndMarks) {
  EXPECT_EQ(sentences("One. Two! Three? Four"), (List{"One.", "Two!", "Three?", "Four"}));
}

TEST(Sentences, GoOnAfterTitlesAndInitials) {
  EXPECT_EQ(sentences("Dr. Smith met Mr. and Mrs. Jones. They left."),
            (List{"Dr. Smith met Mr. and Mrs. Jones.", "They left."}));
  EXPECT_EQ(sentences("I read J. R. R. Tolkien. He wrote."), (List{"I read J. R. R. Tolkien.", "He wrote."}));
}

TEST(Sentences, GoOnAfterLatinAbbreviations) {
  EXPECT_EQ(sentences("Fruit, e.g. Apples, i.e. Malus. More."),
            (List{"Fruit, e.g. Apples, i.e. Malus.", "More."}));
}

TEST(Sentences, MayEndAfterAbbreviationsThatEndThem) {
  EXPECT_EQ(sentences("He works at Acme Inc. The boss left."),
            (List{"He works at Acme Inc.", "The boss left."}));
  EXPECT_EQ(sentences("She lives in the U.S. It is big."), (List{"She lives in the U.S.", "It is big."}));
  EXPECT_EQ(sentences("The U.S. Army came at 5 p.m. Monday."),
            (List{"The U.S. Army came at 5 p.m. Monday."}));
  EXPECT_EQ(sentences("Apples, pears, etc. Then plums."), (List{"Apples, pears, etc.", "Then plums."}));
}

TEST(Sentences, GoOnBeforeTheNumberOfAThing) {
  EXPECT_EQ(sentences("See Fig. 3 and No. 5. Done."), (List{"See Fig. 3 and No. 5.", "Done."}));
  EXPECT_EQ(sentences("It is in Ch. IV of it."), (List{"It is in Ch. IV of it."}));
  EXPECT_EQ(sentences("No. Never."), (List{"No.", "Never."}));
}

TEST(Sentences, KeepDecimalsWhole) {
  EXPECT_EQ(sentences("It is 3.14 and v1.2.3 of example.com. Yes."),
            (List{"It is 3.14 and v1.2.3 of example.com.", "Yes."}));
}

TEST(Sentences, GoOnAfterAQuotedMark) {
  EXPECT_EQ(sentences("\"Stop!\" he said. \"Why?\" she asked."),
            (List{"\"Stop!\" he said.", "\"Why?\" she asked."}));
}

TEST(Sentences, EndWithTheirParagraph) {
  const std::vector<TextSpan> spans = split_sentences("A title\n\nOne. Two.\n\n\nThree.");
  ASSERT_EQ(spans.size(), 4U);
  EXPECT_EQ(spans[0].text, "A title");
  EXPECT_TRUE(spans[0].ends_paragraph);
  EXPECT_FALSE(spans[1].ends_paragraph);
  EXPECT_TRUE(spans[2].ends_paragraph);
  EXPECT_FALSE(spans[3].ends_paragraph);
}

TEST(Sentences, EndWithShortLines) {
  EXPECT_EQ(sentences("Roses are red\nViolets are blue\n- one\n- two"),
            (List{"Roses are red", "Violets are blue", "- one", "- two"}));
}

TEST(Sentences, GoOnOverFullLines) {
  EXPECT_EQ(
      sentences(
          "It was the best of times, it was the worst of times, and\nPeter knew it well, and\nso did we."),
      (List{
          "It was the best of times, it was the worst of times, and\nPeter knew it well, and\nso did we."}));
}

TEST(Sentences, GoOnInsideGivenPhonemes) {
  EXPECT_EQ(sentences("Say [[a. B]] now."), (List{"Say [[a. B]] now."}));
}

TEST(Sentences, AreCutAtClausesWhereTheyAreTooLong) {
  EXPECT_EQ(sentences("one two, three four five", 15), (List{"one two,", "three four five"}));
  EXPECT_EQ(sentences("one two three four", 10), (List{"one two", "three four"}));
  EXPECT_EQ(sentences("abcdefghij", 4), (List{"abcd", "efgh", "ij"}));
}

TEST(Sentences, AreNeverCutInsideACharacter) {
  for (const std::string& piece : sentences("éééééééééé", 3)) {
    EXPECT_EQ(clean_utf8(piece).dropped_bytes, 0U);
    EXPECT_LE(to_code_points(piece).size(), 3U);
  }
}

TEST(Sentences, LoseNoVisibleCharacter) {
  const std::string text = "One, two; three. Mr. X! \"Four\"\nFive (six) … seven\n\nEight";
  for (const std::size_t limit : {3U, 10U, 400U}) {
    std::string kept;
    for (const std::string& piece : sentences(text, limit)) kept += piece;
    std::string want = text;
    std::erase_if(want, [](char c) { return c == ' ' || c == '\n'; });
    std::erase_if(kept, [](char c) { return c == ' ' || c == '\n'; });
    EXPECT_EQ(kept, want);
  }
}

TEST(Sentences, OfNothingAreNone) {
  EXPECT_TRUE(sentences("").empty());
  EXPECT_TRUE(sentences(" \n\t \r\n").empty());
}

TEST(Sentences, OfALongTextWithoutAStopAreAllShort) {
  std::string text;
  while (text.size() < 100000) text += "word and word ";
  std::size_t characters = 0;
  for (const std::string& piece : sentences(text)) {
    EXPECT_LE(piece.size(), 400U);
    characters += piece.size() + 1;
  }
  EXPECT_EQ(characters, text.size());
  EXPECT_EQ(sentences(std::string(100000, 'x')).size(), 250U);
}

TEST(Sentences, AreWholeWhenTheNextOneShowsIt) {
  const auto whole = [](std::string_view line) { return line.substr(0, whole_sentences_of_line(line)); };
  EXPECT_EQ(whole("One. Two"), "");
  EXPECT_EQ(whole("One. Two "), "One. ");
  EXPECT_EQ(whole("One. two "), "") << "the sentence goes on";
  EXPECT_EQ(whole("Mr. Smith saw it. He left. "), "Mr. Smith saw it. ");
  EXPECT_EQ(whole("One. 5, 6 "), "") << "a letter decides";
  EXPECT_EQ(whole(""), "");
  EXPECT_EQ(whole_sentences("One. Two. Three."), 0U) << "more is needed to see where lines end";
  const std::string line(60, 'a');
  EXPECT_EQ(whole_sentences("One.\nTwo. " + line), 5U);
  EXPECT_EQ(whole_sentences("One. " + line + " b c d"), 0U);
  EXPECT_EQ(whole_sentences("One. A" + line + " b c d"), 5U);
}

// Whatever of a line has come when it is looked at.
TEST(Sentences, OfALineAreTheSameInAnyParts) {
  const std::vector<std::string> pieces{
      "One boat. ", "Mr. ",   "A. ", "lower case. ", "\"Stop!\" ", "said ", "5 ",  "p.m. ", "The end", "? ",
      "I. ",        "café! ", "(",   "[[a. B]] ",    "Да. ",       "… ",    "12. "};
  std::mt19937 generator(2);
  for (int round = 0; round < 300; ++round) {
    std::string line;
    while (line.size() < 300) line += pieces[generator() % pieces.size()];
    List parts;
    std::size_t begin = 0;
    for (std::size_t come = 0; come < line.size(); come += 1 + generator() % 40) {
      const std::string seen =
          clean_utf8(std::string_view(line).substr(begin, come - std::min(come, begin))).text;
      const std::size_t end = whole_sentences_of_line(seen);
      for (const std::string& sentence : sentences(seen.substr(0, end))) parts.push_back(sentence);
      begin += end;
    }
    for (const std::string& sentence : sentences(line.substr(begin))) parts.push_back(sentence);
    ASSERT_EQ(parts, sentences(line)) << line;
  }
}

TEST(Sentences, NeverCutGivenPhonemes) {
  std::string phonemes = "[[";
  while (phonemes.size() < 600) phonemes += "a, b ";
  phonemes += "]]";
  for (const char* before : {"", "word ", "a longer beginning of some words "}) {
    for (const std::string& sentence : sentences(before + phonemes + " and on it goes."))
      EXPECT_EQ(sentence.find("[[") == std::string::npos, sentence.find("]]") == std::string::npos);
  }
}

TEST(Sentences, WantALimitOfAtLeastOne) {
  EXPECT_THROW((void)split_sentences("a", {.max_characters = 0}), Error);
}

}  // namespace
}  // namespace driftwave
