#include "engine/dsp/phase_reference.h"

#include <gtest/gtest.h>

#include "tests/engine/dsp/signals.h"

namespace driftwave {
namespace {

double wrapped(double angle) {
  return std::remainder(angle, 2 * std::numbers::pi);
}

TEST(RefinePitch, FindsThePhaseOfTheFundamental) {
  const test::LabelledSignal signal = test::glide({.from_hz = 180, .to_hz = 230}, 44100);
  const PhaseReference reference = refine_pitch(signal.audio, track_pitch(signal.audio, {}), {});
  for (std::size_t n = 6; n + 8 < reference.phase_rad.size(); ++n)
    EXPECT_NEAR(wrapped(static_cast<double>(reference.phase_rad[n]) - signal.phase_rad[n * 512]), 0.0, 0.1)
        << "frame " << n;
}

TEST(RefinePitch, IsAccurateToThreeTenthsOfAHertz) {
  const test::LabelledSignal signal = test::glide({.from_hz = 180, .to_hz = 230}, 44100);
  const PhaseReference reference = refine_pitch(signal.audio, track_pitch(signal.audio, {}), {});
  for (std::size_t n = 6; n + 8 < reference.phase_rad.size(); ++n)
    EXPECT_NEAR(static_cast<double>(reference.pitch.f0_hz[n]), signal.f0_hz[n * 512], 0.3) << "frame " << n;
}

TEST(RefinePitch, MendsATrackThatIsTwoHertzOff) {
  const test::LabelledSignal signal = test::glide({}, 44100);
  PitchTrack coarse{std::vector<float>(87, 202.0F), std::vector<float>(87, 1.0F)};
  const PhaseReference reference = refine_pitch(signal.audio, coarse, {});
  for (std::size_t n = 6; n + 8 < reference.phase_rad.size(); ++n)
    EXPECT_NEAR(reference.pitch.f0_hz[n], 200.0F, 0.1F);
}

}  // namespace
}  // namespace driftwave
