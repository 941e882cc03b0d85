#include "engine/dsp/mel.h"

#include <gtest/gtest.h>

#include <complex>

#include "engine/core/error.h"
#include "tests/engine/dsp/signals.h"

namespace driftwave {
namespace {

/// Slaney's mel scale written out anew: 3 mels per 200 Hz up to 1 kHz, then 27 mels per factor of 6.4.
double slaney_hz(double mel) {
  return mel < 15 ? mel * 200 / 3 : 1000 * std::pow(6.4, (mel - 15) / 27);
}
double slaney_mel(double hz) {
  return hz < 1000 ? hz * 3 / 200 : 15 + 27 * std::log(hz / 1000) / std::log(6.4);
}

/// One frame's log-mel straight from the definition: a direct DFT in double, triangles, mean, logarithm.
std::vector<double> direct_log_mel(const std::vector<float>& audio, std::ptrdiff_t centre,
                                   const MelSettings& s) {
  const std::size_t bins = s.bins();
  std::vector<double> magnitude(bins);
  for (std::size_t k = 0; k < bins; ++k) {
    std::complex<double> sum;
    for (int i = 0; i < s.n_fft; ++i) {
      const std::ptrdiff_t t = centre - s.n_fft / 2 + i;
      if (t < 0 || t >= static_cast<std::ptrdiff_t>(audio.size())) continue;
      const double window = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * i / s.n_fft);
      sum += window * static_cast<double>(audio[static_cast<std::size_t>(t)]) *
             std::polar(1.0, -2 * std::numbers::pi * static_cast<double>(k) * i / s.n_fft);
    }
    magnitude[k] = std::abs(sum);
  }
  std::vector<double> mel(static_cast<std::size_t>(s.mels));
  const double top = slaney_mel(s.high_hz);
  for (int m = 0; m < s.mels; ++m) {
    const double left = slaney_hz(top * m / (s.mels + 1));
    const double peak = slaney_hz(top * (m + 1) / (s.mels + 1));
    const double right = slaney_hz(top * (m + 2) / (s.mels + 1));
    double sum = 0;
    double weights = 0;
    for (std::size_t k = 0; k < bins; ++k) {
      const double hz = static_cast<double>(k) * s.sample_rate_hz / s.n_fft;
      const double w = hz <= left || hz >= right ? 0
                       : hz < peak               ? (hz - left) / (peak - left)
                                                 : (right - hz) / (right - peak);
      sum += w * magnitude[k];
      weights += w;
    }
    mel[static_cast<std::size_t>(m)] = std::log(std::max(sum / weights, s.floor));
  }
  return mel;
}

TEST(LogMel, AgreesWithADirectComputation) {
  const MelSettings s{
      .sample_rate_hz = 22050, .n_fft = 1024, .hop_samples = 256, .mels = 80, .high_hz = 11025};
  std::vector<float> audio = test::white_noise(4000, 5, 0.05F);
  const std::vector<float> low = test::tone({.hz = 300, .amplitude = 0.2, .rate_hz = 22050}, audio.size());
  for (std::size_t i = 0; i < audio.size(); ++i) audio[i] += low[i];
  const Array2<float> mel = log_mel(audio, s);
  ASSERT_EQ(mel.rows(), 4000U / 256 + 1);
  for (const std::size_t frame : {std::size_t{0}, std::size_t{7}, mel.rows() - 1}) {
    const std::vector<double> expected = direct_log_mel(audio, static_cast<std::ptrdiff_t>(frame) * 256, s);
    for (std::size_t m = 0; m < expected.size(); ++m) EXPECT_NEAR(mel(frame, m), expected[m], 1e-4);
  }
}

TEST(LogMel, HoldsSilenceAtTheFloor) {
  const MelSettings s;
  const Array2<float> mel = log_mel(std::vector<float>(2000, 0.0F), s);
  for (const float x : mel.values()) EXPECT_NEAR(x, std::log(1e-4), 1e-4);
}

TEST(LogMel, RisesBySixDecibelsWhenTheSignalDoubles) {
  const MelSettings s;
  std::vector<float> audio = test::white_noise(8192, 6, 0.05F);
  const Array2<float> quiet = log_mel(audio, s);
  for (float& x : audio) x *= 2;
  const Array2<float> loud = log_mel(audio, s);
  for (std::size_t i = 0; i < quiet.size(); ++i)
    EXPECT_NEAR(loud.values()[i] - quiet.values()[i], std::log(2.0), 1e-3);
}

TEST(MelFilterbank, HasRowsThatSumToOne) {
  for (const int mels : {40, 80, 128}) {
    const Array2<float> bank = mel_filterbank({.mels = mels});
    for (std::size_t m = 0; m < bank.rows(); ++m) {
      double sum = 0;
      for (const float w : bank.row(m)) sum += static_cast<double>(w);
      EXPECT_NEAR(sum, 1.0, 1e-5) << "band " << m << " of " << mels;
    }
  }
}

TEST(MelSettings, AreRefusedWhenTheyMakeNoSense) {
  EXPECT_THROW(validate({.sample_rate_hz = 100}), Error);
  EXPECT_THROW(validate({.n_fft = 1000}), Error);
  EXPECT_THROW(validate({.hop_samples = 0}), Error);
  EXPECT_THROW(validate({.hop_samples = 500}), Error);
  EXPECT_THROW(validate({.mels = 0}), Error);
  EXPECT_THROW(validate({.high_hz = 30000}), Error);
  EXPECT_THROW(validate({.floor = 0}), Error);
  EXPECT_NO_THROW(validate({}));
}

}  // namespace
}  // namespace driftwave
