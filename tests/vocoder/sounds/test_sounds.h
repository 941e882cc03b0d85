#pragma once
#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

#include "engine/core/noise.h"
#include "vocoder/sounds/sound_map.h"

namespace driftwave::test {

struct DecayingTone {
  double hz = 200;
  double decay_s = 0.1;  ///< time constant
  double seconds = 1;
  float noise = 0;  ///< its amplitude, with the same decay
};

[[nodiscard]] inline std::vector<float> decaying_tone(const DecayingTone& tone) {
  std::vector<float> out(static_cast<std::size_t>(tone.seconds * kSoundRateHz));
  gaussian_noise({.seed = 3}, 0, out);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double t = static_cast<double>(i) / kSoundRateHz;
    out[i] = static_cast<float>(std::exp(-t / tone.decay_s) *
                                (std::cos(2 * std::numbers::pi * tone.hz * t) + tone.noise * out[i]));
  }
  return out;
}

/// Harmonics that fall as 1 / h, with an attack of 20 ms.
[[nodiscard]] inline std::vector<float> held_note(double hz, double seconds) {
  std::vector<float> out(static_cast<std::size_t>(seconds * kSoundRateHz));
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double t = static_cast<double>(i) / kSoundRateHz;
    double sum = 0;
    for (int h = 1; h * hz < 10000 && h <= 20; ++h) sum += std::sin(2 * std::numbers::pi * h * hz * t) / h;
    out[i] = static_cast<float>(0.4 * sum * std::min(t / 0.02, 1.0));
  }
  return out;
}

}  // namespace driftwave::test
