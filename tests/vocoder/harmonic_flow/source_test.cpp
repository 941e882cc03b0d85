#include "vocoder/harmonic_flow/source.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "engine/dsp/fft.h"

namespace driftwave {
namespace {

constexpr SourceSettings kSettings{};

std::vector<float> constant_source(double hz, std::size_t hops) {
  const std::vector<float> f0(hops + 1, static_cast<float>(hz));
  const std::vector<float> voicing(hops + 1, 1.0F);
  const std::vector<SourceFrame> frames = integrate_source(f0, voicing, kSettings);
  std::vector<float> out(hops * 512);
  render_source(frames, kSettings, 0, out);
  return out;
}

TEST(Source, HasUnitPowerAtAnyPitch) {
  for (const double hz : {80.0, 200.0, 441.0}) {
    const std::vector<float> audio = constant_source(hz, 100);
    double power = 0;
    for (const float x : audio) power += static_cast<double>(x) * x;
    EXPECT_NEAR(power / static_cast<double>(audio.size()), 1.0, 0.03) << hz;
  }
}

TEST(Source, HasAllHarmonicsUpToNyquistAtOneLevelAndNothingBetween) {
  // 441 Hz is 10 bins of a 1,000-point transform.
  const std::vector<float> audio = constant_source(441, 40);
  RealFft fft(1000);
  std::copy_n(audio.begin() + 3000, 1000, fft.signal().begin());
  fft.forward();
  const float first = std::abs(fft.spectrum()[10]);
  for (std::size_t k = 1; k < 490; ++k) {
    const float level = std::abs(fft.spectrum()[k]) / first;
    if (k % 10 == 0)
      EXPECT_NEAR(level, 1.0F, 0.01F) << k;
    else
      EXPECT_LT(level, 0.01F) << k;
  }
}

TEST(Source, PeaksWhereThePhaseIsAMultipleOfTwoPi) {
  const std::vector<float> audio = constant_source(100, 20);
  EXPECT_GT(audio[0], 5.0F);
  EXPECT_GT(audio[441], 5.0F);
  EXPECT_LT(std::abs(audio[220]), 0.2F);
}

TEST(Source, FollowsGivenPhases) {
  // Frames whose phases are those of a 200 Hz cosine with an offset, wrapped.
  std::vector<SourceFrame> frames;
  for (int n = 0; n < 20; ++n) {
    const double phase = 1.0 + 2 * std::numbers::pi * 200 * n * 512 / 44100.0;
    frames.push_back({std::remainder(phase, 2 * std::numbers::pi), 200, 1});
  }
  std::vector<float> out(19 * 512);
  render_source(frames, kSettings, 0, out);
  const std::size_t peak = static_cast<std::size_t>(
      std::lround((2 * std::numbers::pi - 1.0) / (2 * std::numbers::pi) * 44100 / 200));
  const auto found = static_cast<std::size_t>(std::max_element(out.begin(), out.begin() + 220) - out.begin());
  EXPECT_LE(found > peak ? found - peak : peak - found, 1U);
}

TEST(Source, IsSilentWhereUnvoiced) {
  const std::vector<SourceFrame> frames =
      integrate_source(std::vector<float>(5, 150.0F), std::vector<float>(5), kSettings);
  std::vector<float> out(2000, 1.0F);
  render_source(frames, kSettings, 0, out);
  for (const float x : out) EXPECT_EQ(x, 0.0F);
}

TEST(Source, IsTheSameInPieces) {
  const std::vector<float> f0{150, 160, 170, 200, 220, 180};
  const std::vector<SourceFrame> frames = integrate_source(f0, std::vector<float>(6, 1.0F), kSettings);
  std::vector<float> whole(4000);
  render_source(frames, kSettings, -1000, whole);
  std::vector<float> piece(777);
  render_source(frames, kSettings, 333, piece);
  for (std::size_t i = 0; i < piece.size(); ++i) EXPECT_EQ(piece[i], whole[1333 + i]);
}

}  // namespace
}  // namespace driftwave
