#include "tts/text/phonetic_alphabets.h"

#include <gtest/gtest.h>

namespace driftwave {
namespace {

TEST(PlainIpa, MendsWhatIsTypedInstead) {
  EXPECT_EQ(plain_ipa("tə'mɑ:toʊ"), "təˈmɑːtoʊ");
  EXPECT_EQ(plain_ipa("/ˈʤʌʧ/"), "ˈdʒʌtʃ");
  EXPECT_EQ(plain_ipa("wɔ.tɚ"), "wɔtɚ");
  EXPECT_EQ(plain_ipa("t͡ʃɪp"), "tʃɪp");
  EXPECT_EQ(plain_ipa("həlˈoʊ. wˈɜːld."), "həlˈoʊ. wˈɜːld.");
  EXPECT_EQ(plain_ipa(""), "");
}

TEST(IpaOf, ReadsOtherAlphabets) {
  EXPECT_EQ(ipa_of("x-sampa", "t@mA:toU"), "təmɑːtoʊ");
  EXPECT_EQ(ipa_of("x-sampa", "r\\{t`"), "ɹæʈ");
  EXPECT_EQ(ipa_of("arpabet", "HH AH0 L OW1"), "həlˈoʊ");
  EXPECT_EQ(ipa_of("ipa", "a:"), "aː");
  EXPECT_FALSE(ipa_of("arpabet", "QQ").has_value());
  EXPECT_FALSE(ipa_of("pinyin", "ma1").has_value());
}

TEST(PhoneticAlphabets, TellWhatCannotBeSaid) {
  EXPECT_TRUE(can_be_said("həlˈoʊ"));
  EXPECT_FALSE(can_be_said("zzz%%"));
  EXPECT_FALSE(can_be_said("a[[b"));
  EXPECT_FALSE(can_be_said(""));
}

}  // namespace
}  // namespace driftwave
