#include "engine/dsp/band_snr.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/core/error.h"
#include "tests/engine/dsp/signals.h"

namespace driftwave {
namespace {

TEST(BandSnr, CoversTheSpectrumInOctaves) {
  const auto noise = test::white_noise(44100, 1);
  const auto bands = band_snr(noise, noise, 44100);
  ASSERT_EQ(bands.size(), 7U);
  EXPECT_EQ(bands.front().low_hz, 0);
  EXPECT_EQ(bands[1].low_hz, 500);
  EXPECT_EQ(bands[2].low_hz, 1000);
  EXPECT_EQ(bands.back().high_hz, 22050);
  for (std::size_t i = 1; i < bands.size(); ++i) EXPECT_EQ(bands[i].low_hz, bands[i - 1].high_hz);
  for (const BandSnr& band : bands) EXPECT_EQ(band.waveform_db, 100);
}

TEST(BandSnr, FindsTheNoiseWhereItIs) {
  const auto noise = test::white_noise(44100, 1, 0.1F);
  auto spoilt = noise;
  const auto hum = test::tone({.hz = 3000, .amplitude = 0.5}, 44100);
  for (std::size_t t = 0; t < spoilt.size(); ++t) spoilt[t] += hum[t];
  const auto bands = band_snr(noise, spoilt, 44100);
  for (const BandSnr& band : bands) {
    if (band.low_hz == 2000) {
      EXPECT_LT(band.waveform_db, 0);
    } else {
      EXPECT_GT(band.waveform_db, 20);
    }
  }
}

TEST(BandSnr, HearsALevelInBothAndAPhaseInTheWaveformOnly) {
  const auto noise = test::white_noise(44100, 1);
  auto louder = noise;
  for (float& x : louder) x *= 1.1F;
  for (const BandSnr& band : band_snr(noise, louder, 44100)) {
    EXPECT_NEAR(band.waveform_db, 20, 0.01);
    EXPECT_NEAR(band.magnitude_db, 20, 0.01);
  }
  auto turned = noise;
  for (float& x : turned) x = -x;
  for (const BandSnr& band : band_snr(noise, turned, 44100)) {
    EXPECT_NEAR(band.waveform_db, -6.02, 0.01);
    EXPECT_EQ(band.magnitude_db, 100);
  }
}

TEST(BandSnr, RefusesNothing) {
  EXPECT_THROW((void)band_snr({}, std::vector<float>(4), 44100), Error);
}

}  // namespace
}  // namespace driftwave
