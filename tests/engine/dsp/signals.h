#pragma once
/// Test signals of known content.
#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>
#include <vector>

namespace driftwave::test {

struct Tone {
  double hz = 440;
  double amplitude = 0.5;
  double phase_rad = 0;
  int rate_hz = 44100;
};

inline std::vector<float> tone(const Tone& t, std::size_t samples) {
  std::vector<float> out(samples);
  for (std::size_t i = 0; i < samples; ++i)
    out[i] = static_cast<float>(t.amplitude * std::cos(t.phase_rad + 2 * std::numbers::pi * t.hz *
                                                                         static_cast<double>(i) / t.rate_hz));
  return out;
}

inline std::vector<float> white_noise(std::size_t samples, std::uint32_t seed, float level = 0.1F) {
  std::mt19937 generator(seed);
  std::normal_distribution<float> normal(0.0F, level);
  std::vector<float> out(samples);
  for (float& x : out) x = normal(generator);
  return out;
}

/// Harmonics 1 / k of a fundamental that moves from `from_hz` to `to_hz` along a straight line.
struct Glide {
  double from_hz = 200;
  double to_hz = 200;
  int harmonics = 20;
  int rate_hz = 44100;
};

struct LabelledSignal {
  std::vector<float> audio;
  std::vector<double> f0_hz;      ///< at every sample
  std::vector<double> phase_rad;  ///< of the fundamental, at every sample
};

inline LabelledSignal glide(const Glide& g, std::size_t samples) {
  LabelledSignal s{std::vector<float>(samples), std::vector<double>(samples), std::vector<double>(samples)};
  double phase = 0.3;
  for (std::size_t i = 0; i < samples; ++i) {
    const double share = static_cast<double>(i) / static_cast<double>(samples);
    s.f0_hz[i] = g.from_hz + (g.to_hz - g.from_hz) * share;
    s.phase_rad[i] = phase;
    double sum = 0;
    for (int k = 1; k <= g.harmonics && k * s.f0_hz[i] < 0.45 * g.rate_hz; ++k)
      sum += std::cos(k * phase) / k;
    s.audio[i] = static_cast<float>(0.15 * sum);
    phase += 2 * std::numbers::pi * s.f0_hz[i] / g.rate_hz;
  }
  return s;
}

}  // namespace driftwave::test
