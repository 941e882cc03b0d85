#include "tools/driftwave/text_notes.h"

#include <gtest/gtest.h>

namespace driftwave {
namespace {

TEST(Unspoken, IsEmptyWhenAllWasSpoken) {
  EXPECT_EQ(unspoken("Plain text, 100 % of it: caf\xC3\xA9 #1 \xC2\xA9 2026.", {}), "");
}

TEST(Unspoken, CountsWhatWasLeftOut) {
  EXPECT_EQ(unspoken("a\xFF b\xC3", {}), "2 invalid bytes");
  EXPECT_EQ(unspoken("a\x01", {}), "1 control character");
  EXPECT_EQ(unspoken("\xF0\x9F\x98\x80 and \xE2\x9D\xA4", {}), "2 emoji");
  SpokenSentence sentence;
  sentence.phonemes.dropped_symbols = 1;
  EXPECT_EQ(unspoken("\xFF", {sentence}), "1 invalid byte, 1 sound that the voice lacks");
}

}  // namespace
}  // namespace driftwave
