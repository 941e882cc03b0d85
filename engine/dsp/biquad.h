#pragma once
/// Second-order filters (Robert Bristow-Johnson's cookbook).
#include <span>

namespace driftwave {

struct HighPassOptions {
  double cutoff_hz = 50.0;
  int sample_rate_hz = 44100;
};

/// Second-order Butterworth high-pass, in place; 12 dB per octave below the cutoff.
/// @throws Error unless 0 < cutoff < rate / 2.
void high_pass(std::span<float> audio, const HighPassOptions& options);

}  // namespace driftwave
