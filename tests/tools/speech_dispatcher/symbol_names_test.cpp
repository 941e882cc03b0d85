#include "tools/speech_dispatcher/symbol_names.h"

#include <gtest/gtest.h>

namespace driftwave {
namespace {

TEST(SymbolNames, NameWhatHasNoSoundOfItsOwn) {
  EXPECT_EQ(symbol_name(U','), "comma");
  EXPECT_EQ(symbol_name(U'\u2603'), "snowman");
  EXPECT_EQ(symbol_name(U'a'), std::nullopt);
  EXPECT_EQ(symbol_name(U'7'), std::nullopt);
  EXPECT_EQ(symbol_name(U' '), std::nullopt);
  EXPECT_EQ(symbol_name(U'\u00E9'), std::nullopt);
}

TEST(SymbolNames, GrowWithTheMode) {
  EXPECT_FALSE(is_named(U'#', Punctuation::kNone));
  EXPECT_TRUE(is_named(U'#', Punctuation::kSome));
  EXPECT_FALSE(is_named(U'(', Punctuation::kSome));
  EXPECT_TRUE(is_named(U'(', Punctuation::kMost));
  EXPECT_FALSE(is_named(U'.', Punctuation::kMost));
  EXPECT_TRUE(is_named(U'.', Punctuation::kAll));
  EXPECT_FALSE(is_named(U'\u2603', Punctuation::kMost));
  EXPECT_TRUE(is_named(U'\u2603', Punctuation::kAll));
  EXPECT_FALSE(is_named(U'a', Punctuation::kAll));
}

TEST(SymbolNames, ReadKeys) {
  EXPECT_EQ(key_words("control_shift_a"), "control shift a");
  EXPECT_EQ(key_words("kp-enter"), "keypad enter");
  EXPECT_EQ(key_words("ctrl__"), "control _");
  EXPECT_EQ(key_words("_"), "_");
  EXPECT_EQ(key_words("f12"), "f12");
  EXPECT_EQ(key_words(""), "");
}

}  // namespace
}  // namespace driftwave
