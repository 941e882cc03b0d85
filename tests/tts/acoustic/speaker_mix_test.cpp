#include "tts/acoustic/speaker_mix.h"

#include <gtest/gtest.h>

#include "engine/core/error.h"

namespace driftwave {
namespace {

const std::vector<std::string> kKnown = {"anna", "bert", "carl"};

TEST(SpeakerMix, IsASpeakerOrSharesThatAddUpToOne) {
  const SpeakerMix alone = parse_speaker_mix("bert", kKnown, "test");
  ASSERT_EQ(alone.size(), 1U);
  EXPECT_EQ(alone[0].speaker, 1U);
  EXPECT_EQ(alone[0].share, 1.0);
  const SpeakerMix mixed = parse_speaker_mix("carl=1.5,anna=0.5", kKnown, "test");
  ASSERT_EQ(mixed.size(), 2U);
  EXPECT_EQ(mixed[0].speaker, 2U);
  EXPECT_DOUBLE_EQ(mixed[0].share, 0.75);
  EXPECT_DOUBLE_EQ(mixed[1].share, 0.25);
}

TEST(SpeakerMix, RefusesWhatItCannotMix) {
  for (const char* text :
       {"dora", "anna=x", "anna=3", "anna=", "anna,anna", "anna=1,bert=-1", "", "anna=nan"})
    EXPECT_THROW((void)parse_speaker_mix(text, kKnown, "test"), Error) << text;
  EXPECT_THROW((void)parse_speaker_mix("anna", {}, "test"), Error);
}

}  // namespace
}  // namespace driftwave
