#pragma once
/// How close a resynthesis comes to a recording in each part of the spectrum.
#include <span>
#include <vector>

namespace driftwave {

struct BandSnr {
  double low_hz = 0;
  double high_hz = 0;
  /// Energy of the reference over that of the difference of the complex spectra, in dB: about -3 for a sound
  /// of the right level and unrelated phases.
  double waveform_db = 0;
  /// The same of the magnitudes: deaf to phase.
  double magnitude_db = 0;
};

/// Octaves from 500 Hz up, what lies below, and what is left up to half the rate (Hann, 2,048 samples, hop
/// 512). Silence in both gives 100 dB, and no value is above that or below -100.
/// @param reference, test [T]; the longer one is cut. @throws Error when either is empty.
[[nodiscard]] std::vector<BandSnr> band_snr(std::span<const float> reference, std::span<const float> test,
                                            int sample_rate_hz);

}  // namespace driftwave
