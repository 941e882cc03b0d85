#include "engine/dsp/metrics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>

#include "engine/core/error.h"
#include "engine/core/tensor.h"
#include "engine/dsp/mel.h"
#include "engine/dsp/stft.h"

namespace driftwave {
namespace {

constexpr double kPowerFloor = 1e-7;
constexpr double kFloorDb = -80.0;

/// Power spectra of centred Hann frames, hop n_fft / 4. @return [F, K]
Array2<double> power_spectrogram(std::span<const float> audio, std::size_t n_fft) {
  Stft stft({.n_fft = static_cast<int>(n_fft), .hop_samples = static_cast<int>(n_fft / 4)});
  const Array2<std::complex<float>> spectrum = stft.forward(audio);
  Array2<double> power(spectrum.rows(), spectrum.cols());
  for (std::size_t i = 0; i < power.size(); ++i) {
    const std::complex<double> bin = spectrum.data()[i];
    power.data()[i] = std::norm(bin);
  }
  return power;
}

/// Spectral convergence plus mean absolute difference of log magnitudes.
double stft_distance(const Array2<double>& reference, const Array2<double>& test) {
  double difference = 0.0;
  double energy = 0.0;
  double log_difference = 0.0;
  for (std::size_t i = 0; i < reference.size(); ++i) {
    const double a = std::sqrt(std::max(reference.data()[i], kPowerFloor));
    const double b = std::sqrt(std::max(test.data()[i], kPowerFloor));
    difference += (a - b) * (a - b);
    energy += a * a;
    log_difference += std::abs(std::log(a / b));
  }
  return std::sqrt(difference / energy) + log_difference / static_cast<double>(reference.size());
}

double log_spectral_distance_db(const Array2<double>& reference, const Array2<double>& test,
                                std::size_t n_fft) {
  // A full-scale sine has magnitude n_fft / 4 under a Hann window.
  const double full_scale_db = 20.0 * std::log10(static_cast<double>(n_fft) / 4.0);
  const auto level_db = [full_scale_db](double power) {
    return std::max(10.0 * std::log10(power + 1e-30) - full_scale_db, kFloorDb);
  };
  double total = 0.0;
  for (std::size_t f = 0; f < reference.rows(); ++f) {
    double sum = 0.0;
    for (std::size_t k = 0; k < reference.cols(); ++k) {
      const double d = level_db(reference(f, k)) - level_db(test(f, k));
      sum += d * d;
    }
    total += std::sqrt(sum / static_cast<double>(reference.cols()));
  }
  return total / static_cast<double>(reference.rows());
}

double mel_distance(std::span<const float> reference, std::span<const float> test) {
  const MelSettings settings{
      .sample_rate_hz = kMetricRateHz, .n_fft = 1024, .hop_samples = 256, .mels = 80, .high_hz = 11025.0};
  const Array2<float> a = log_mel(reference, settings);
  const Array2<float> b = log_mel(test, settings);
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += std::abs(static_cast<double>(a.data()[i]) - b.data()[i]);
  return sum / static_cast<double>(a.size());
}

}  // namespace

SpectralDistances spectral_distances(std::span<const float> reference, std::span<const float> test) {
  if (reference.empty() || test.empty()) {
    throw Error("spectral_distances: want samples, got {} and {}", reference.size(), test.size());
  }
  const std::size_t samples = std::min(reference.size(), test.size());
  reference = reference.first(samples);
  test = test.first(samples);

  SpectralDistances distances;
  constexpr std::array<std::size_t, 3> kSizes{512, 1024, 2048};
  for (const std::size_t n_fft : kSizes) {
    const Array2<double> a = power_spectrogram(reference, n_fft);
    const Array2<double> b = power_spectrogram(test, n_fft);
    distances.multi_stft += stft_distance(a, b) / static_cast<double>(kSizes.size());
    if (n_fft == 1024) distances.log_spectral_db = log_spectral_distance_db(a, b, n_fft);
  }
  distances.mel = mel_distance(reference, test);
  return distances;
}

}  // namespace driftwave
