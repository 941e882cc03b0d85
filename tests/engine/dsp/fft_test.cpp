#include "engine/dsp/fft.h"

#include <gtest/gtest.h>

#include "engine/core/error.h"
#include "tests/engine/dsp/signals.h"

namespace driftwave {
namespace {

TEST(RealFft, AgreesWithTheDefiningSum) {
  const std::size_t size = 60;
  const std::vector<float> signal = test::white_noise(size, 1);
  RealFft fft(size);
  std::ranges::copy(signal, fft.signal().begin());
  fft.forward();
  for (std::size_t k = 0; k < fft.bins(); ++k) {
    std::complex<double> sum;
    for (std::size_t n = 0; n < size; ++n)
      sum += static_cast<double>(signal[n]) *
             std::polar(1.0, -2 * std::numbers::pi * static_cast<double>(k * n) / static_cast<double>(size));
    EXPECT_NEAR(std::abs(std::complex<double>(fft.spectrum()[k]) - sum), 0.0, 1e-5);
  }
}

TEST(RealFft, ComesBack) {
  const std::vector<float> signal = test::white_noise(2048, 2);
  RealFft fft(2048);
  std::ranges::copy(signal, fft.signal().begin());
  fft.forward();
  fft.inverse();
  for (std::size_t i = 0; i < signal.size(); ++i) EXPECT_NEAR(fft.signal()[i], signal[i], 1e-6);
}

TEST(RealFft, RejectsAnOddSize) {
  EXPECT_THROW(RealFft(15), Error);
}

}  // namespace
}  // namespace driftwave
