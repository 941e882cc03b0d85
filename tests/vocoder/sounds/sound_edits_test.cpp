#include "vocoder/sounds/sound_edits.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/core/error.h"
#include "tests/vocoder/sounds/test_sounds.h"

namespace driftwave {
namespace {

const SoundModel& shipped() {
  static const SoundModel model =
      load_sound_model(std::string(DRIFTWAVE_MODELS) + "/sounds/model.safetensors");
  return model;
}

SoundMap tom() {
  return analyse_sound(test::decaying_tone({.hz = 150, .decay_s = 0.15, .noise = 0.1F}),
                       SoundFamily::kOneShot)
      .map;
}

double distance(const SoundMap& a, const SoundMap& b, std::size_t first, std::size_t last) {
  double sum = 0;
  for (std::size_t j = first; j < last; ++j)
    for (std::size_t c = 0; c < a.levels_db.cols(); ++c)
      sum += std::abs(a.levels_db(j, c) - b.levels_db(j, c));
  return sum;
}

TEST(SoundEdits, MoreStrengthIsFartherAway) {
  const SoundRequest request{.sound_class = shipped().class_named("tom"), .seed = 2};
  double before = -1;
  for (const float strength : {0.0F, 0.2F, 0.5F, 0.8F, 1.0F}) {
    const double far = distance(tom(), varied(shipped(), tom(), strength, request), 0, 32);
    EXPECT_GT(far, before) << strength;
    before = far;
  }
  EXPECT_EQ(distance(tom(), varied(shipped(), tom(), 0, request), 0, 32), 0);
  EXPECT_THROW((void)varied(shipped(), tom(), 1.1F, request), Error);
  EXPECT_THROW((void)varied(shipped(), tom(), 0.5F, {.sound_class = shipped().class_named("pad")}), Error);
}

TEST(SoundEdits, ABlendsEndsAreItsSounds) {
  const SoundMap other = shipped().draw({.sound_class = shipped().class_named("snare"), .seed = 1});
  EXPECT_EQ(distance(blended(tom(), other, 0), tom(), 0, 32), 0);
  EXPECT_NEAR(distance(blended(tom(), other, 1), other, 0, 32), 0, 1);
}

TEST(SoundEdits, AnotherTailKeepsTheAttackAndTheOtherWayRound) {
  const SoundRequest request{.sound_class = shipped().class_named("tom"), .seed = 2};
  const SoundMap before = tom();
  const SoundMap tail = redrawn(shipped(), before, SoundPart::kTail, 0.05, request);
  const SoundMap attack = redrawn(shipped(), before, SoundPart::kAttack, 0.05, request);
  std::size_t border = 0;
  while (layout_of(SoundFamily::kOneShot).times_s[border + 1] <= 0.05) ++border;
  EXPECT_EQ(distance(before, tail, 0, border + 1), 0);
  EXPECT_GT(distance(before, tail, border + 1, 32), 0);
  EXPECT_EQ(distance(before, attack, border, 32), 0);
  EXPECT_GT(distance(before, attack, 0, border), 0);
  EXPECT_THROW((void)redrawn(shipped(), before, SoundPart::kTail, 3, request), Error);
}

}  // namespace
}  // namespace driftwave
