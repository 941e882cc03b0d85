#pragma once
/// Distances between a recording and its resynthesis: what `driftwave eval` reports.
///
/// All are measured at 22,050 Hz, so that models of different rates compare; files must be aligned in time.
#include <span>

namespace driftwave {

inline constexpr int kMetricRateHz = 22050;

struct SpectralDistances {
  /// Multi-resolution STFT distance (Yamamoto et al. 2020, arXiv:1910.11480): the mean over FFT sizes 512,
  /// 1024 and 2048 (Hann, hop a quarter) of spectral convergence plus mean absolute difference of log
  /// magnitudes (natural log, power floor 1e-7).
  double multi_stft = 0.0;
  /// Root mean square over bins of the difference in dB, then mean over frames; FFT 1024, hop 256. A bin
  /// below -80 dB of a full-scale sine counts as -80 dB.
  double log_spectral_db = 0.0;
  /// Mean absolute difference of natural-log mels (80 bands, 0-11,025 Hz, FFT 1024, hop 256).
  double mel = 0.0;
};

/// @param reference, test [T] at kMetricRateHz; the longer one is cut to the shorter.
/// @throws Error when either is empty.
[[nodiscard]] SpectralDistances spectral_distances(std::span<const float> reference,
                                                   std::span<const float> test);

}  // namespace driftwave
