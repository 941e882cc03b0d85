#include "vocoder/sounds/sound_tags.h"

#include <gtest/gtest.h>

#include "engine/core/error.h"

namespace driftwave {
namespace {

const SoundModel& shipped() {
  static const SoundModel model =
      load_sound_model(std::string(DRIFTWAVE_MODELS) + "/sounds/model.safetensors");
  return model;
}

std::string class_of(const std::string& words) {
  const SoundRequest request = request_from_words(shipped(), words);
  return request.sound_class ? shipped().classes()[*request.sound_class].name : "";
}

std::optional<float> share_of(const std::string& words, Descriptor which) {
  return request_from_words(shipped(), words).wanted[static_cast<std::size_t>(which)];
}

TEST(SoundTags, FindClassesUnderTheirNames) {
  EXPECT_EQ(class_of("kick"), "kick");
  EXPECT_EQ(class_of("Bass drums!"), "kick");
  EXPECT_EQ(class_of("open hat"), "hat_open");
  EXPECT_EQ(class_of("hat_open"), "hat_open");
  EXPECT_EQ(class_of("a hi-hat"), "hat_closed");
  EXPECT_EQ(class_of("airy choir pad"), "pad");
  EXPECT_EQ(class_of("choir"), "choir");
  EXPECT_EQ(class_of("dark"), "");
}

TEST(SoundTags, AreDescriptors) {
  EXPECT_EQ(share_of("deep dark kick, long tail", Descriptor::kPitch), 0.1F);
  EXPECT_EQ(share_of("deep dark kick, long tail", Descriptor::kBrightness), 0.15F);
  EXPECT_EQ(share_of("deep dark kick, long tail", Descriptor::kLength), 0.85F);
  EXPECT_FALSE(share_of("deep dark kick, long tail", Descriptor::kAttack));
  EXPECT_EQ(share_of("dark bright kick", Descriptor::kBrightness), 0.85F);
}

TEST(SoundTags, UnknownWordsAndTwoClassesAreRefused) {
  EXPECT_THROW((void)request_from_words(shipped(), "purple kick"), Error);
  EXPECT_THROW((void)request_from_words(shipped(), "kick, dark snare"), Error);
}

TEST(SoundTags, EveryWordOfTheTableIsUnderstoodAlone) {
  for (const SoundWord& word : sound_words())
    EXPECT_FALSE(share_of(word.word, word.shares.front().descriptor) == std::nullopt) << word.word;
}

}  // namespace
}  // namespace driftwave
