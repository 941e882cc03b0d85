#include "vocoder/editing/splice.h"

#include <gtest/gtest.h>

#include <vector>

#include "engine/core/error.h"

namespace driftwave {
namespace {

TEST(Splice, ReplacesTheRangeFadesBesideItAndKeepsTheRest) {
  std::vector<float> audio(100, 1.0F);
  const std::vector<float> made(100, -1.0F);
  splice(audio, made, {40, 60}, 10);
  for (std::size_t t = 0; t < 100; ++t) {
    if (t >= 40 && t < 60) {
      EXPECT_EQ(audio[t], -1.0F);
    } else if (t < 30 || t >= 70) {
      EXPECT_EQ(audio[t], 1.0F);
    }
  }
  for (std::size_t t = 30; t < 40; ++t) {
    EXPECT_LT(audio[t], audio[t - 1]);
    EXPECT_NEAR(audio[t], audio[99 - t], 1e-6) << "the fades are mirror images";
  }
  EXPECT_NEAR(audio[34] + audio[35], 0.0F, 1e-6);
}

TEST(Splice, WorksAtTheEdgesAndWithoutAFade) {
  std::vector<float> audio(10, 1.0F);
  const std::vector<float> made(10, 2.0F);
  splice(audio, made, {0, 3}, 0);
  EXPECT_EQ(audio, (std::vector<float>{2, 2, 2, 1, 1, 1, 1, 1, 1, 1}));
  splice(audio, made, {0, 10}, 20);
  EXPECT_EQ(audio, made);
}

TEST(Splice, RefusesARangeOutsideAndAnotherLength) {
  std::vector<float> audio(10);
  EXPECT_THROW(splice(audio, std::vector<float>(10), {5, 11}, 0), Error);
  EXPECT_THROW(splice(audio, std::vector<float>(10), {6, 5}, 0), Error);
  EXPECT_THROW(splice(audio, std::vector<float>(9), {1, 2}, 0), Error);
}

}  // namespace
}  // namespace driftwave
