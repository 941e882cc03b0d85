#include "vocoder/musical_scale.h"

#include <gtest/gtest.h>

namespace driftwave {
namespace {

TEST(ScaleSteps, CountTheNotesOfAKey) {
  const ScaleSteps c_major({.kind = ScaleKind::kMajor, .root = 0});
  EXPECT_EQ(c_major.note_of(c_major.nearest(60)), 60.0F);
  // From C a third up is E, from D it is F, and from B it is D.
  EXPECT_EQ(c_major.note_of(c_major.nearest(60) + 2), 64.0F);
  EXPECT_EQ(c_major.note_of(c_major.nearest(62) + 2), 65.0F);
  EXPECT_EQ(c_major.note_of(c_major.nearest(71) + 2), 74.0F);
  EXPECT_EQ(c_major.note_of(c_major.nearest(60) - 7), 48.0F);
  EXPECT_EQ(c_major.note_of(-1), -1.0F);
  const ScaleSteps a_minor({.kind = ScaleKind::kHarmonicMinor, .root = 9});
  EXPECT_EQ(a_minor.note_of(a_minor.nearest(69) + 6), 80.0F);  // G sharp
}

TEST(ScaleSteps, FindTheNearestNoteOfEveryKey) {
  for (int root = 0; root < 12; ++root) {
    const ScaleSteps steps({.kind = ScaleKind::kMajor, .root = root});
    for (float note = 0; note < 127; note += 0.25F)
      ASSERT_LE(std::abs(steps.note_of(steps.nearest(note)) - note), 1.0F) << root << " " << note;
  }
}

TEST(ScaleFollower, StaysOnAStepWhileAVoiceWavers) {
  ScaleFollower follower;
  const MusicalScale scale{.kind = ScaleKind::kChromatic};
  const int step = follower.follow(scale, 60.3F);
  EXPECT_EQ(follower.follow(scale, 60.6F), step);
  EXPECT_EQ(follower.follow(scale, 60.9F), step + 1);
  EXPECT_EQ(follower.follow(scale, 60.4F), step + 1);
}

}  // namespace
}  // namespace driftwave
