#include "vocoder/editing/vary.h"

#include <gtest/gtest.h>

#include "engine/core/error.h"
#include "tests/vocoder/editing/shipped.h"

namespace driftwave {
namespace {

std::vector<float> varied(const std::vector<float>& audio, double strength, std::uint64_t seed = 1) {
  return vary(test::vocoder(), audio, strength, {.seed = seed, .progress = {}});
}

TEST(Vary, GoesFromTheRecordingItselfToAnotherTakeOfIt) {
  const std::vector<float> audio = test::singing(1.5);
  double before = 1e9;
  for (const double strength : {0.0, 0.2, 0.5, 1.0}) {
    const auto out = varied(audio, strength);
    ASSERT_EQ(out.size(), audio.size());
    const double snr = test::snr_db(audio, out, 4410, audio.size() - 4410);
    EXPECT_LT(snr, before) << strength;
    before = snr;
    EXPECT_GT(snr, strength == 0.0 ? 60.0 : strength == 0.2 ? 10.0 : 0.0);
  }
  // At full strength it still shares the recording's phase: the strongest partials line up.
  EXPECT_LT(before, 10.0);
}

TEST(Vary, RepeatsWithTheSeedAndVariesWithout) {
  const std::vector<float> audio = test::singing(0.5);
  const auto first = varied(audio, 0.7);
  EXPECT_EQ(varied(audio, 0.7), first);
  EXPECT_NE(varied(audio, 0.7, 2), first);
}

TEST(Vary, StopsWhenProgressSaysSoAndRefusesAStrengthOutOfRange) {
  const std::vector<float> audio = test::singing(0.3);
  EXPECT_TRUE(vary(test::vocoder(), audio, 0.5, {.progress = [](double) { return false; }}).empty());
  EXPECT_THROW((void)varied(audio, 1.1), Error);
  EXPECT_THROW((void)varied(audio, std::nan("")), Error);
}

}  // namespace
}  // namespace driftwave
