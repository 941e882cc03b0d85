#include "tts/passage_reader.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "tts/text/front_end.h"

namespace driftwave {
namespace {

std::vector<std::string> passages(const std::string& text) {
  PassageReader reader(text);
  std::vector<std::string> all;
  std::string joined;
  while (const auto passage = reader.next()) {
    EXPECT_EQ(passage->offset, joined.size());
    all.emplace_back(passage->text);
    joined += passage->text;
  }
  EXPECT_EQ(joined, text);
  return all;
}

/// What the front end makes of a text, as one line a sentence.
std::string read(const std::string& text, bool by_passages) {
  static const TextFrontEnd front_end;
  std::string all;
  const auto add = [&](std::string_view part, std::size_t offset) {
    for (const SpokenSentence& s : front_end.process(part))
      all += std::to_string(offset + s.source_begin) + "-" + std::to_string(offset + s.source_end) + " " +
             std::to_string(s.pause_after_seconds) + " " + s.normalized + "\n";
  };
  if (!by_passages) {
    add(text, 0);
    return all;
  }
  PassageReader reader(text);
  while (const auto passage = reader.next()) add(passage->text, passage->offset);
  return all;
}

TEST(PassageReader, GivesParagraphsWithTheBlankLinesAfterThem) {
  EXPECT_EQ(passages("One. Two.\n\n \n  Three\nfour.\r\n\r\nFive"),
            (std::vector<std::string>{"One. Two.\n\n \n  ", "Three\nfour.\r\n\r\n", "Five"}));
  EXPECT_EQ(passages("\n\n One.\n\n"), (std::vector<std::string>{"\n\n One.\n\n"}));
  EXPECT_TRUE(passages("").empty());
}

TEST(PassageReader, CutsNoCommentOrScriptInTwo) {
  EXPECT_EQ(passages("One.<!-- a\n\nb --> Two.\n\nThree."),
            (std::vector<std::string>{"One.<!-- a\n\nb -->", " Two.\n\n", "Three."}));
  EXPECT_EQ(passages("<script>a\n\nb</script>\n\nTwo."),
            (std::vector<std::string>{"<script>a\n\nb</script>", "\n\nTwo."}));
  EXPECT_EQ(passages("Never <!-- closed\n\nTwo."),
            (std::vector<std::string>{"Never <!-- closed\n\n", "Two."}));
}

TEST(PassageReader, PartsALongParagraphBetweenSentences) {
  std::string line;
  for (int i = 0; i < 400; ++i) line += "Nobody counted the boats. ";
  const auto parts = passages(line);
  EXPECT_GT(parts.size(), 3U);
  for (const std::string& part : parts) EXPECT_LT(part.size(), 4096U);
  // Nowhere to cut: no sentence ends.
  EXPECT_EQ(passages(std::string(10000, 'a')).size(), 1U);
}

// Texts of whatever decides about sentences, paragraphs and wrapped lines, in any order.
TEST(PassageReader, ChangesNoSentence) {
  const std::vector<std::string> pieces{"One boat came in. ",
                                        "Mr. ",
                                        "A. ",
                                        "lower case follows. ",
                                        "\"Stop!\" ",
                                        "he said",
                                        "\n",
                                        "\n\n",
                                        "at 5 p.m. ",
                                        "12 ",
                                        "The end",
                                        " \t",
                                        "a line that is long enough to be one that was wrapped at its end",
                                        "- item",
                                        "I. ",
                                        "\xE2\x80\xA2 bullet",
                                        "caf\xC3\xA9! ",
                                        "\xFF",
                                        "(",
                                        "? ",
                                        "\r\n",
                                        "[[h\xC9\x99l\xCB\x88o\xCA\x8A]] ",
                                        "; ",
                                        "\xD0\x94\xD0\xB0. "};
  std::mt19937 generator(1);
  for (int round = 0; round < 60; ++round) {
    std::string text;
    const std::size_t size = 200 + generator() % 6000;
    while (text.size() < size) text += pieces[generator() % pieces.size()];
    ASSERT_EQ(read(text, true), read(text, false)) << "round " << round;
  }
}

}  // namespace
}  // namespace driftwave
