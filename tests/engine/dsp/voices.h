#pragma once
/// Voiced signals whose pitch is known at every sample, each hard for a pitch tracker in its own way.
#include <cmath>
#include <cstddef>
#include <functional>
#include <numbers>
#include <string>
#include <vector>

#include "tests/engine/dsp/signals.h"

namespace driftwave::test {

struct Voice {
  std::string name;
  std::function<double(double seconds)> f0_hz;
  std::function<double(int harmonic)> amplitude = [](int k) { return 1.0 / k; };
  /// Standard deviation of the white noise under it.
  float noise = 0.0F;
};

inline LabelledSignal sing(const Voice& voice, int rate_hz, std::size_t samples) {
  LabelledSignal s{white_noise(samples, 21, voice.noise), std::vector<double>(samples),
                   std::vector<double>(samples)};
  double phase = 0.7;
  for (std::size_t i = 0; i < samples; ++i) {
    s.f0_hz[i] = voice.f0_hz(static_cast<double>(i) / rate_hz);
    s.phase_rad[i] = phase;
    double sum = 0;
    for (int k = 1; k <= 20 && k * s.f0_hz[i] < 0.45 * rate_hz; ++k)
      sum += voice.amplitude(k) * std::cos(k * phase);
    s.audio[i] += static_cast<float>(0.15 * sum);
    phase += 2 * std::numbers::pi * s.f0_hz[i] / rate_hz;
  }
  return s;
}

/// Two seconds each.
inline std::vector<Voice> difficult_voices() {
  const auto glide_of = [](double from, double octaves_per_second) {
    return [=](double t) { return from * std::exp2(octaves_per_second * t); };
  };
  const auto vibrato = [](double t) {
    return 220 * std::exp2(80.0 / 1200 * std::sin(2 * std::numbers::pi * 5.5 * t));
  };
  return {
      {.name = "rising glide", .f0_hz = glide_of(95, 0.8)},
      {.name = "falling glide", .f0_hz = glide_of(400, -0.9)},
      {.name = "vibrato", .f0_hz = vibrato},
      // Little in the odd partials: an octave higher fits nearly as well.
      {.name = "octave-ambiguous",
       .f0_hz = glide_of(130, 0.2),
       .amplitude = [](int k) { return (k % 2 == 1 ? 0.3 : 1.0) / k; }},
      {.name = "weak fundamental",
       .f0_hz = glide_of(150, 0.3),
       .amplitude = [](int k) { return k == 1 ? 0.03 : 1.0 / k; },
       .noise = 0.01F},
      // 15 dB.
      {.name = "noisy", .f0_hz = vibrato, .noise = 0.023F},
  };
}

}  // namespace driftwave::test
