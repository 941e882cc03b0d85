#include "engine/dsp/band_snr.h"

#include <algorithm>
#include <cmath>
#include <complex>

#include "engine/core/error.h"
#include "engine/dsp/stft.h"

namespace driftwave {
namespace {

constexpr StftSize kSize{.n_fft = 2048, .hop_samples = 512};
constexpr double kFirstEdgeHz = 500.0;
constexpr double kLimitDb = 100.0;

double ratio_db(double energy, double error) {
  if (error <= 0) return kLimitDb;
  return std::clamp(10.0 * std::log10(std::max(energy, 1e-30) / error), -kLimitDb, kLimitDb);
}

}  // namespace

std::vector<BandSnr> band_snr(std::span<const float> reference, std::span<const float> test,
                              int sample_rate_hz) {
  if (reference.empty() || test.empty())
    throw Error("band_snr: want samples, got {} and {}", reference.size(), test.size());
  const std::size_t samples = std::min(reference.size(), test.size());
  Stft stft(kSize);
  const auto a = stft.forward(reference.first(samples));
  const auto b = stft.forward(test.first(samples));
  const double nyquist_hz = 0.5 * sample_rate_hz;
  std::vector<BandSnr> bands;
  for (double low = 0; low < nyquist_hz;) {
    const double next = low == 0 ? kFirstEdgeHz : 2 * low;
    // A last band of less than half an octave joins the one before it.
    const double high = next * 1.3 < nyquist_hz ? next : nyquist_hz;
    double energy = 0;
    double error = 0;
    double magnitude_error = 0;
    for (std::size_t k = 0; k < a.cols(); ++k) {
      const double hz = static_cast<double>(k) * sample_rate_hz / kSize.n_fft;
      if (hz < low || (hz >= high && high < nyquist_hz)) continue;
      for (std::size_t n = 0; n < a.rows(); ++n) {
        const std::complex<double> x = a(n, k);
        const std::complex<double> y = b(n, k);
        energy += std::norm(x);
        error += std::norm(x - y);
        magnitude_error += std::pow(std::abs(x) - std::abs(y), 2);
      }
    }
    bands.push_back({low, high, ratio_db(energy, error), ratio_db(energy, magnitude_error)});
    low = high;
  }
  return bands;
}

}  // namespace driftwave
