#include <gtest/gtest.h>

#include <string>

#include "tts/text/front_end.h"

namespace driftwave {
namespace {

bool says(const std::string& text, const std::string& ipa) {
  static const TextFrontEnd front_end;
  const auto sentences = front_end.process(text);
  return !sentences.empty() && symbols_to_text(sentences.front().phonemes.ids).find(ipa) != std::string::npos;
}

TEST(Compounds, DecideAmongTwoReadings) {
  EXPECT_TRUE(says("She is well-read.", "ɹˈɛd"));
  EXPECT_TRUE(says("a widely-read book", "ɹˈɛd"));
  EXPECT_TRUE(says("a read-only file", "ɹˈiːd"));
  EXPECT_TRUE(says("Please proof-read it.", "ɹˈiːd"));
  EXPECT_TRUE(says("a lead-free pipe", "lˈɛd"));
  EXPECT_TRUE(says("a lead-in story", "lˈiːd"));
  EXPECT_TRUE(says("a live-in nanny", "lˈɪv"));
  EXPECT_TRUE(says("a live-action film", "lˈaɪv"));
  EXPECT_TRUE(says("a close-up shot", "klˈoʊs"));
  EXPECT_TRUE(says("a wind-up toy", "wˈaɪnd"));
  EXPECT_TRUE(says("a wind-swept hill", "wˈɪnd"));
  EXPECT_TRUE(says("a tear-off page", "tˈɛɹ"));
  EXPECT_TRUE(says("a tear-stained face", "tˈɪɹ"));
  EXPECT_TRUE(says("a record-breaking run", "ɹˈɛkɚd"));
  EXPECT_TRUE(says("a flesh-wound", "wˈuːnd"));
  EXPECT_TRUE(says("a copper-wound coil", "wˈaʊnd"));
}

TEST(Compounds, LeaveOtherWordsJoined) {
  EXPECT_TRUE(says("a well-known man", "nˈoʊn"));
  EXPECT_TRUE(says("the house-to-house search", "hˈaʊs"));
}

}  // namespace
}  // namespace driftwave
