#include "vocoder/editing/morph.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/core/error.h"
#include "engine/dsp/pitch.h"
#include "tests/vocoder/editing/shipped.h"

namespace driftwave {
namespace {

double median_pitch_hz(const std::vector<float>& audio) {
  PitchTrack track = track_pitch(audio, {});
  std::ranges::nth_element(track.f0_hz,
                           track.f0_hz.begin() + static_cast<std::ptrdiff_t>(track.f0_hz.size() / 2));
  return track.f0_hz[track.f0_hz.size() / 2];
}

std::vector<float> between(const std::vector<float>& a, const std::vector<float>& b,
                           const MorphOptions& shares) {
  return morph(test::vocoder(), a, b, shares, {.progress = {}});
}

TEST(Morph, MovesPitchAndLengthFromOneToTheOther) {
  const std::vector<float> low = test::singing(1.0, 150);
  const std::vector<float> high = test::singing(2.0, 300);
  const auto only_low = between(low, high, {.from = 0, .to = 0});
  const auto middle = between(low, high, {.from = 0.5, .to = 0.5});
  const auto only_high = between(low, high, {.from = 1, .to = 1});
  EXPECT_NEAR(static_cast<double>(only_low.size()), 44100, 1024);
  EXPECT_NEAR(static_cast<double>(middle.size()), 66150, 1024);
  EXPECT_NEAR(static_cast<double>(only_high.size()), 88200, 1024);
  EXPECT_NEAR(median_pitch_hz(only_low), 150, 3);
  EXPECT_NEAR(median_pitch_hz(middle), 150 * std::sqrt(2.0), 4);
  EXPECT_NEAR(median_pitch_hz(only_high), 300, 6);
}

TEST(Morph, TravelsWhenTheSharesDiffer) {
  const auto out = between(test::singing(1.5, 150), test::singing(1.5, 300), {.from = 0, .to = 1});
  const PitchTrack track = track_pitch(out, {});
  EXPECT_NEAR(track.f0_hz[8], 158, 15);
  EXPECT_NEAR(track.f0_hz[track.f0_hz.size() - 8], 285, 25);
}

TEST(Morph, BringsTheLevelAlong) {
  const std::vector<float> loud = test::singing(1.0);
  std::vector<float> soft = loud;
  for (float& x : soft) x *= 0.01F;
  const auto level_db = [](const std::vector<float>& x) {
    double sum = 0;
    for (const float v : x) sum += static_cast<double>(v) * v;
    return 10 * std::log10(sum / static_cast<double>(x.size()));
  };
  EXPECT_NEAR(level_db(between(loud, soft, {.from = 0.5, .to = 0.5})), level_db(loud) - 20, 2);
}

TEST(Morph, RefusesSharesOutOfRangeAndSilence) {
  const std::vector<float> audio = test::singing(0.3);
  EXPECT_THROW((void)between(audio, audio, {.from = -0.1, .to = 0.5}), Error);
  EXPECT_THROW((void)between(audio, audio, {.from = 0.5, .to = 1.5}), Error);
  EXPECT_THROW((void)between(audio, {}, {}), Error);
}

}  // namespace
}  // namespace driftwave
