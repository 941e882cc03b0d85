#include "tools/driftwave/text_notes.h"

#include <gtest/gtest.h>

namespace driftwave {
namespace {

TEST(TextNotes, AreEmptyWhenAllWasSpoken) {
  EXPECT_EQ(describe({}), "");
}

TEST(TextNotes, CountWhatWasLeftOut) {
  EXPECT_EQ(describe({.invalid_bytes = 2}), "2 invalid bytes");
  EXPECT_EQ(describe({.controls = 1}), "1 control character");
  EXPECT_EQ(describe({.invalid_bytes = 1, .emoji = 2, .sounds = 1}),
            "1 invalid byte, 2 emoji, 1 sound that the voice lacks");
}

}  // namespace
}  // namespace driftwave
