#pragma once
/// Test tones and how to measure them.
#include <cmath>
#include <complex>
#include <cstddef>
#include <numbers>
#include <span>
#include <vector>

namespace driftwave {

struct Tone {
  double hz = 1000.0;
  double amplitude = 0.5;
  double phase = 0.3;
};

/// amplitude * cos(2 pi hz t + phase). @return [T]
inline std::vector<float> make_tone(const Tone& tone, int rate_hz, std::size_t samples) {
  std::vector<float> out(samples);
  for (std::size_t t = 0; t < samples; ++t) {
    const double angle = 2.0 * std::numbers::pi * tone.hz * static_cast<double>(t) / rate_hz + tone.phase;
    out[t] = static_cast<float>(tone.amplitude * std::cos(angle));
  }
  return out;
}

/// Hann-weighted projection on one frequency over the middle half, where no edge is felt.
/// @return amplitude and phase at time zero as one complex number.
inline std::complex<double> measure_tone(std::span<const float> audio, double hz, int rate_hz) {
  const std::size_t first = audio.size() / 4;
  const std::size_t count = audio.size() / 2;
  std::complex<double> sum = 0.0;
  double weights = 0.0;
  for (std::size_t i = 0; i < count; ++i) {
    const double w =
        0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(count));
    const double angle = 2.0 * std::numbers::pi * hz * static_cast<double>(first + i) / rate_hz;
    sum += w * audio[first + i] * std::polar(1.0, -angle);
    weights += w;
  }
  return 2.0 * sum / weights;
}

/// 10 log10 (power of a over power of b).
inline double power_ratio_db(std::span<const float> a, std::span<const float> b) {
  const auto power = [](std::span<const float> x) {
    double sum = 1e-30;
    for (const double v : x) sum += v * v;
    return sum;
  };
  return 10.0 * std::log10(power(a) / power(b));
}

}  // namespace driftwave
