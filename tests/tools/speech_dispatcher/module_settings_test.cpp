#include "tools/speech_dispatcher/module_settings.h"

#include <gtest/gtest.h>

namespace driftwave {
namespace {

TEST(ModuleSettings, CoversTheWholeRange) {
  ModuleSettings settings;
  ASSERT_TRUE(apply_setting("rate", "100", settings));
  EXPECT_DOUBLE_EQ(speech_options(settings).speed, 4.0);
  ASSERT_TRUE(apply_setting("rate", "-100", settings));
  EXPECT_DOUBLE_EQ(speech_options(settings).speed, 0.25);
  ASSERT_TRUE(apply_setting("pitch", "-100", settings));
  EXPECT_DOUBLE_EQ(speech_options(settings).pitch_st, -12.0);
  ASSERT_TRUE(apply_setting("pitch_range", "100", settings));
  EXPECT_DOUBLE_EQ(speech_options(settings).pitch_range, 2.0);
  ASSERT_TRUE(apply_setting("volume", "-100", settings));
  EXPECT_FLOAT_EQ(gain_of(settings), 0.0F);
}

TEST(ModuleSettings, StartsWithTheVoiceAsItIs) {
  const SpeechOptions options = speech_options({});
  EXPECT_DOUBLE_EQ(options.speed, 1.0);
  EXPECT_DOUBLE_EQ(options.pitch_st, 0.0);
  EXPECT_DOUBLE_EQ(options.pitch_range, 1.0);
  EXPECT_FLOAT_EQ(gain_of({}), 1.0F);
}

TEST(ModuleSettings, LeavesNothingBehindOfABadValue) {
  ModuleSettings settings;
  for (const char* value : {"", "x", "1x", " 1", "101", "-101", "99999999999999999999", "1.5"}) {
    EXPECT_FALSE(apply_setting("rate", value, settings)) << value;
  }
  EXPECT_DOUBLE_EQ(settings.rate, 0.0);
  EXPECT_FALSE(apply_setting("spelling_mode", "yes", settings));
  EXPECT_FALSE(apply_setting("", "1", settings));
}

TEST(ModuleSettings, TakesNullForAnyVoice) {
  ModuleSettings settings;
  ASSERT_TRUE(apply_setting("synthesis_voice", "kathleen", settings));
  EXPECT_EQ(settings.voice, "kathleen");
  ASSERT_TRUE(apply_setting("synthesis_voice", "NULL", settings));
  EXPECT_EQ(settings.voice, "");
}

}  // namespace
}  // namespace driftwave
