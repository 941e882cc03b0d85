#pragma once
/// Sounds to mark.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <random>
#include <vector>

namespace driftwave::test {

/// Harmonics of a gliding fundamental with noise above them, four syllables a second. @return [T]
inline std::vector<float> speech_like(double seconds, int rate_hz, std::uint32_t seed = 1) {
  std::mt19937 generator(seed);
  std::normal_distribution<double> noise;
  std::vector<float> out(static_cast<std::size_t>(seconds * rate_hz));
  double phase = 0;
  double rough = 0;
  for (std::size_t t = 0; t < out.size(); ++t) {
    const double time = static_cast<double>(t) / rate_hz;
    phase += 2 * std::numbers::pi * (140 + 30 * std::sin(2.1 * time + seed)) / rate_hz;
    const double syllable = std::pow(std::sin(4 * std::numbers::pi * time), 2);
    double voiced = 0;
    for (int h = 1; h < 24; ++h) voiced += std::sin(h * phase + 0.4 * h * h) / h;
    const double fresh = noise(generator);
    const double hiss = fresh - rough;
    rough = fresh;
    out[t] = static_cast<float>(0.1 * syllable * voiced + 0.02 * (1.02 - syllable) * hiss);
  }
  return out;
}

}  // namespace driftwave::test
