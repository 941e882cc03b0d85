#include "engine/dsp/mel_translation.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/core/error.h"
#include "tests/engine/dsp/signals.h"

namespace driftwave {
namespace {

MelSettings decibels() {
  return {.sample_rate_hz = 22050,
          .n_fft = 1024,
          .hop_samples = 256,
          .mels = 80,
          .low_hz = 20,
          .high_hz = 11025,
          .floor = 1e-5,
          .scale = MelScale::kUnitDecibels};
}

/// Mean absolute difference away from the ends.
double difference(const Array2<float>& a, const Array2<float>& b) {
  double sum = 0;
  for (std::size_t n = 8; n + 8 < a.rows(); ++n)
    for (std::size_t m = 0; m < a.cols(); ++m) sum += std::abs(a(n, m) - b(n, m));
  return sum / static_cast<double>((a.rows() - 16) * a.cols());
}

/// Noise whose level rises by 40 dB in two seconds, at two rates: white noise keeps its level per band when
/// its variance follows the rate.
std::vector<float> swelling_noise(int rate_hz) {
  std::vector<float> audio = test::white_noise(static_cast<std::size_t>(2 * rate_hz), 4,
                                               0.1F * std::sqrt(static_cast<float>(rate_hz) / 44100.0F));
  for (std::size_t t = 0; t < audio.size(); ++t)
    audio[t] *=
        static_cast<float>(std::pow(100.0, static_cast<double>(t) / static_cast<double>(audio.size()) - 1));
  return audio;
}

TEST(MelTranslation, GivesAboutTheMelOfTheSound) {
  const MelSettings from;
  // The same sound at half the rate has half the bandwidth and half the power.
  const Array2<float> wide = log_mel(swelling_noise(44100), from);
  const Array2<float> want = log_mel(swelling_noise(22050), decibels());
  // 0.01 is a decibel; single noise bins differ by some 5.
  EXPECT_LT(difference(translate_mel(wide, from, decibels(), want.rows()), want), 0.06);
}

TEST(MelTranslation, KeepsAMelOfItsOwnKind) {
  const MelSettings settings;
  const Array2<float> mel = log_mel(test::glide({.from_hz = 150, .to_hz = 250}, 44100).audio, settings);
  const Array2<float> again = translate_mel(mel, settings, settings, mel.rows());
  double bias = 0;
  for (std::size_t n = 0; n < mel.rows(); ++n)
    for (std::size_t m = 60; m < mel.cols(); ++m) bias += again(n, m) - mel(n, m);
  EXPECT_NEAR(bias / static_cast<double>(mel.rows() * (mel.cols() - 60)), 0, 0.1);
}

TEST(MelTranslation, RefusesWhatItCannotRead) {
  EXPECT_THROW((void)translate_mel(Array2<float>(3, 80), decibels(), {}, 3), Error);
  EXPECT_THROW((void)translate_mel(Array2<float>(0, 128), {}, decibels(), 3), Error);
}

}  // namespace
}  // namespace driftwave
