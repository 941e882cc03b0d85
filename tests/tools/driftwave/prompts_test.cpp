#include "tools/driftwave/record/prompts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tts/text/front_end.h"

namespace driftwave {
namespace {

const TextFrontEnd& english() {
  static const TextFrontEnd front_end;
  return front_end;
}

TEST(Prompts, BeginWithWhatBringsTheMost) {
  const std::vector<Prompt> chosen =
      choose_prompts({"See, see, see, see.", "The quick fox jumps over a lazy dog.", "See."}, english(), 0);
  ASSERT_EQ(chosen.size(), 3U);
  EXPECT_EQ(chosen[0].text, "The quick fox jumps over a lazy dog.");
  EXPECT_LT(chosen[0].covered, 1.0);
  EXPECT_EQ(chosen[2].covered, 1.0);
}

TEST(Prompts, LeaveOutWhatHasNoSound) {
  EXPECT_TRUE(choose_prompts({"...", "--"}, english(), 0).empty());
  EXPECT_EQ(lines_of("one\r\n\n  \ntwo"), (std::vector<std::string>{"one", "two"}));
}

TEST(Prompts, AreBuiltInAndAllDifferent) {
  const std::vector<std::string> lines = lines_of(english_prompts());
  EXPECT_GE(lines.size(), 120U);
  EXPECT_EQ(std::set<std::string>(lines.begin(), lines.end()).size(), lines.size());
}

TEST(Prompts, HaveHeardMostPairsAfterAThirdOfThem) {
  const std::vector<std::string> lines = lines_of(english_prompts());
  const std::vector<Prompt> chosen = choose_prompts(lines, english(), lines.size() / 3);
  EXPECT_GT(chosen.back().covered, 0.6);
  EXPECT_TRUE(std::ranges::is_sorted(chosen, {}, &Prompt::covered));
}

}  // namespace
}  // namespace driftwave
