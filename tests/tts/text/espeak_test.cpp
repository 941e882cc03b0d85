#include "tts/text/espeak.h"

#include <espeak-ng/speak_lib.h>
#include <gtest/gtest.h>

#include <clocale>
#include <cstdlib>
#include <filesystem>

#include "engine/core/error.h"

namespace driftwave {
namespace {

std::string message_of(const EspeakVoice& voice) {
  try {
    check_espeak_voice(voice);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(Espeak, GroupsPhonemesByWord) {
  EXPECT_EQ(espeak_groups({}, "hello world"), (std::vector<std::string>{"həlˈoʊ", "wˈɜːld"}));
  EXPECT_EQ(espeak_groups({}, "in the house"), (std::vector<std::string>{"ɪnðə", "hˈaʊs"}));
  EXPECT_TRUE(espeak_groups({}, "").empty());
}

TEST(Espeak, LeavesOutLanguageMarks) {
  const std::vector<std::string> groups = espeak_groups({.name = "fr"}, "le weekend");
  ASSERT_EQ(groups.size(), 2U);
  EXPECT_EQ(groups[1], "wiːkˈɛnd");
}

TEST(Espeak, NamesTheVoiceItLacks) {
  EXPECT_NE(message_of({.name = "klingonese-xx"}).find("klingonese-xx"), std::string::npos);
  EXPECT_NE(message_of({.name = ""}), "");
  EXPECT_EQ(message_of({.name = "en-us"}), "");
}

// One process loads one folder: whether it came first or second, the wrong one is named, and the voice that
// was there goes on.
TEST(Espeak, NamesTheDataItLacks) {
  EXPECT_NE(message_of({.data = "/nowhere/espeak"}).find("/nowhere/espeak"), std::string::npos);
  EXPECT_EQ(espeak_groups({}, "hello").size(), 1U);
  EXPECT_NE(message_of({.data = "/nowhere/espeak"}).find("/nowhere/espeak"), std::string::npos);
}

TEST(Espeak, TakesItsDataFolderFromTheEnvironment) {
  ASSERT_EQ(setenv("DRIFTWAVE_ESPEAK_DATA", "/nowhere/else", 1), 0);
  EXPECT_NE(message_of({}).find("/nowhere/else"), std::string::npos);
  ASSERT_EQ(unsetenv("DRIFTWAVE_ESPEAK_DATA"), 0);
  EXPECT_EQ(message_of({}), "");
}

TEST(Espeak, LeavesLocaleAndVoiceToTheProgramAroundIt) {
  const std::string locale = std::setlocale(LC_CTYPE, nullptr);
  const std::vector<std::string> english = espeak_groups({}, "hello");
  EXPECT_EQ(std::setlocale(LC_CTYPE, nullptr), locale);
  ASSERT_EQ(espeak_SetVoiceByName("de"), EE_OK);
  EXPECT_EQ(espeak_groups({}, "hello"), english);
  EXPECT_STREQ(espeak_GetCurrentVoice()->identifier, "gmw/de");
  EXPECT_NE(message_of({.name = "klingonese-xx"}), "");
  EXPECT_STREQ(espeak_GetCurrentVoice()->identifier, "gmw/de");
  EXPECT_EQ(espeak_groups({.name = "fr"}, "oui").size(), 1U);
  EXPECT_STREQ(espeak_GetCurrentVoice()->identifier, "gmw/de");
}

TEST(Espeak, RemembersAWordByItsVoice) {
  const auto joined = [](const EspeakVoice& voice, const std::string& word) {
    std::string sound;
    for (const std::string& group : espeak_groups(voice, word)) sound += group;
    return sound;
  };
  for (int round = 0; round < 2; ++round) {
    for (const std::string word : {"cat", "well-known", "I'm", "X.Y"}) {
      EXPECT_EQ(espeak_word({}, word), joined({}, word)) << word;
      EXPECT_EQ(espeak_word({.name = "fr"}, word), joined({.name = "fr"}, word)) << word;
    }
  }
  EXPECT_THROW((void)espeak_word({.name = "klingonese-xx"}, "cat"), Error);
}

}  // namespace
}  // namespace driftwave
