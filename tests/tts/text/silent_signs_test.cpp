/// Signs that the front end can only pass over are told to whoever asks.
#include <gtest/gtest.h>

#include <string>

#include "tts/text/front_end.h"

namespace driftwave {
namespace {

std::string silent_signs(const std::string& text) {
  static const TextFrontEnd front_end;
  std::string signs;
  for (const SpokenSentence& sentence : front_end.process(text)) signs += sentence.silent_signs;
  return signs;
}

TEST(SilentSigns, AreTold) {
  EXPECT_EQ(silent_signs("Turn ⏎ and ∇ left."), "⏎∇");
  EXPECT_EQ(silent_signs("A ∇ b ∇ c ⊗ d."), "∇⊗");
  EXPECT_EQ(silent_signs("∇. Then words."), "∇");
  EXPECT_EQ(silent_signs("Words. ∇"), "∇");
}

TEST(SilentSigns, AreNoPunctuationMarkupOrPictures) {
  for (const std::string text : {"“Well,” he said — (slowly) — ‘no’… yes; fine: go!", "• one\n‣ two",
                                 "**bold** _it_ `code` ~~x~~", "Nice 😀 👍🏽 🇩🇪 ❤️ work",
                                 "a\u200Bb \u00AD", "═══ line ───", "5 % of $3 & 2 + 2 = 4 @ home"})
    EXPECT_EQ(silent_signs(text), "") << text;
}

}  // namespace
}  // namespace driftwave
