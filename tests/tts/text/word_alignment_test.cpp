#include "tts/text/word_alignment.h"

#include <gtest/gtest.h>

namespace driftwave {
namespace {

std::vector<WordGroups> align(const std::vector<std::string>& alone, const std::vector<std::string>& groups) {
  return align_words(alone.size(), groups, [&](std::size_t i) { return alone[i]; });
}

TEST(AlignWords, PairsEqualCountsWithoutLooking) {
  const auto never = [](std::size_t) -> std::string { throw std::runtime_error("asked"); };
  EXPECT_EQ(align_words(2, {"a", "b"}, never), (std::vector<WordGroups>{{0, 1, 0, 1}, {1, 2, 1, 2}}));
}

TEST(AlignWords, FindsWordsThatRunTogether) {
  EXPECT_EQ(align({"wiː", "ˈɪn", "ðə", "hˈaʊs"}, {"wiː", "ɪnðə", "hˈaʊs"}),
            (std::vector<WordGroups>{{0, 1, 0, 1}, {1, 3, 1, 2}, {3, 4, 2, 3}}));
}

TEST(AlignWords, FindsWordsOfSeveralGroups) {
  EXPECT_EQ(align({"juːtˈuːb", "ˈɪz"}, {"juː", "tˈuːb", "ɪz"}),
            (std::vector<WordGroups>{{0, 1, 0, 2}, {1, 2, 2, 3}}));
}

TEST(AlignWords, CoversAllWordsAndGroups) {
  const std::vector<WordGroups> spans = align({"a", "", "b", "c", "d"}, {"abc", "d", "x"});
  std::size_t word = 0;
  std::size_t group = 0;
  for (const WordGroups& span : spans) {
    EXPECT_EQ(span.first_word, word);
    EXPECT_EQ(span.first_group, group);
    word = span.end_word;
    group = span.end_group;
  }
  EXPECT_EQ(word, 5U);
  EXPECT_EQ(group, 3U);
}

TEST(AlignWords, TakesNothing) {
  EXPECT_TRUE(align({}, {}).empty());
  EXPECT_EQ(align({"a"}, {}), (std::vector<WordGroups>{{0, 1, 0, 0}}));
}

TEST(SplitSound, CutsWhereTheWordsMeet) {
  EXPECT_EQ(split_sound("ɪnðə", {"ˈɪn", "ðə"}), (std::vector<std::string>{"ɪn", "ðə"}));
  EXPECT_EQ(split_sound("ˌaʊɾəv", {"ˈaʊt", "ʌv"}), (std::vector<std::string>{"ˌaʊɾ", "əv"}));
}

TEST(SplitSound, LosesNothing) {
  std::string joined;
  for (const std::string& piece : split_sound("abcdef", {"xy", "cd", "zz"})) joined += piece;
  EXPECT_EQ(joined, "abcdef");
}

TEST(AlignWords, FindsTheCheapestWayWhereNothingSoundsAlike) {
  const std::vector<std::string> sounds = {"aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc"};
  const std::vector<WordGroups> want = {{0, 2, 0, 1}, {2, 3, 1, 2}};
  EXPECT_EQ(
      align_words(3, {"xxxxxxxxxxxxxxxxxxxx", "yyyyyyyyyy"}, [&](std::size_t i) { return sounds.at(i); }),
      want);
}

}  // namespace
}  // namespace driftwave
