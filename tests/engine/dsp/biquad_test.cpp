#include "engine/dsp/biquad.h"

#include <gtest/gtest.h>

#include "engine/core/error.h"
#include "tests/engine/dsp/signals.h"

namespace driftwave {
namespace {

double gain_db(double hz) {
  std::vector<float> audio = test::tone({.hz = hz, .amplitude = 1.0}, 88200);
  high_pass(audio, {.cutoff_hz = 50});
  double energy = 0;
  for (std::size_t i = 44100; i < audio.size(); ++i) energy += static_cast<double>(audio[i]) * audio[i];
  return 10 * std::log10(2 * energy / 44100);
}

TEST(HighPass, IsThreeDecibelsDownAtItsCutoffAndFallsTwelveAnOctave) {
  EXPECT_NEAR(gain_db(50), -3.0, 0.1);
  EXPECT_NEAR(gain_db(12.5) - gain_db(6.25), 12.0, 0.3);
  EXPECT_NEAR(gain_db(1000), 0.0, 0.01);
}

TEST(HighPass, RejectsACutoffBeyondNyquist) {
  std::vector<float> audio(10);
  EXPECT_THROW(high_pass(audio, {.cutoff_hz = 30000}), Error);
}

}  // namespace
}  // namespace driftwave
