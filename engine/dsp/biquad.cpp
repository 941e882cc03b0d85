#include "engine/dsp/biquad.h"

#include <cmath>
#include <numbers>

#include "engine/core/error.h"

namespace driftwave {

void high_pass(std::span<float> audio, const HighPassOptions& options) {
  if (!(options.cutoff_hz > 0 && options.cutoff_hz < 0.5 * options.sample_rate_hz))
    throw Error("high_pass: cutoff: want 0..{} Hz, got {}", 0.5 * options.sample_rate_hz, options.cutoff_hz);
  const double w = 2.0 * std::numbers::pi * options.cutoff_hz / options.sample_rate_hz;
  const double alpha = std::sin(w) / std::numbers::sqrt2;
  const double a0 = 1.0 + alpha;
  const double b0 = 0.5 * (1.0 + std::cos(w)) / a0;
  const double a1 = -2.0 * std::cos(w) / a0;
  const double a2 = (1.0 - alpha) / a0;
  double state1 = 0;
  double state2 = 0;
  for (float& sample : audio) {
    const double x = sample;
    const double y = b0 * x + state1;
    state1 = -2.0 * b0 * x - a1 * y + state2;
    state2 = b0 * x - a2 * y;
    sample = static_cast<float>(y);
  }
}

}  // namespace driftwave
