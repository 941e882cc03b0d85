#include "tts/unspoken.h"

#include <gtest/gtest.h>

#include <vector>

namespace driftwave {
namespace {

TEST(Unspoken, IsNothingInPlainText) {
  EXPECT_EQ(count_unspoken("Plain text, 100 % of it: caf\xC3\xA9 #1 \xC2\xA9 2026.", {}), Unspoken{});
}

TEST(Unspoken, CountsBytesControlsPicturesAndSounds) {
  EXPECT_EQ(count_unspoken("a\xFF b\xC3", {}), (Unspoken{.invalid_bytes = 2}));
  EXPECT_EQ(count_unspoken("a\x01", {}), (Unspoken{.controls = 1}));
  EXPECT_EQ(count_unspoken("\xF0\x9F\x98\x80 and \xE2\x9D\xA4", {}), (Unspoken{.emoji = 2}));
  std::vector<SpokenSentence> sentences(2);
  sentences[1].phonemes.dropped_symbols = 3;
  Unspoken all = count_unspoken("\xFF", sentences);
  all += {.emoji = 1, .sounds = 1};
  EXPECT_EQ(all, (Unspoken{.invalid_bytes = 1, .emoji = 1, .sounds = 4}));
  all += {.signs = "∇ℵ"};
  all += {.signs = "ℵ⊕"};
  EXPECT_EQ(all.signs, "∇ℵ⊕");
}

}  // namespace
}  // namespace driftwave
