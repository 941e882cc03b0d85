#pragma once
/// How a voice differs from a recording of the same words: colour, melody, voicing, level. `driftwave eval`
/// reports them beside the distances of metrics.h.
#include <limits>
#include <span>

#include "engine/core/tensor.h"

namespace driftwave {

inline constexpr double kNothingToMeasure = std::numeric_limits<double>::quiet_NaN();

/// All are measured at kMetricRateHz (metrics.h). NaN says that there is nothing to measure: silence has no
/// pitch.
struct VoiceDistances {
  /// Mel-cepstral distortion in dB (Kubichek 1993): 10 sqrt(2) / ln 10 times the Euclidean distance of
  /// coefficients 1 to 13 of a frame, mean over frames; DCT-II of 80 natural-log mels, FFT 1024, hop 256.
  double mel_cepstral_db = 0;
  /// The same over the pairs of the best alignment in time (time_alignment.h): for readings that differ in
  /// pace.
  double mel_cepstral_dtw_db = 0;
  /// Root mean square difference of F0 in cents over frames that are voiced in both.
  double f0_rmse_cents = kNothingToMeasure;
  /// Share of frames that are voiced in one and not in the other, 0..1.
  double voicing_error = 0;
  /// Root mean square difference of periodicity (as in Morrison et al. 2022, arXiv:2110.10139; here 1 - the
  /// cost of YIN's best period) over frames that are voiced in either, 0..1.
  double periodicity_error = kNothingToMeasure;
  /// Loudness of the test above the reference, LU (ITU-R BS.1770), where neither is silent.
  double loudness_lu = kNothingToMeasure;
};

/// @param reference, test [T] at kMetricRateHz; aligned measures go over the frames that both have.
/// @throws Error when either is empty.
[[nodiscard]] VoiceDistances voice_distances(std::span<const float> reference, std::span<const float> test);

/// What a recording is like by itself, where there is none to compare it with. NaN as in VoiceDistances.
struct VoiceStatistics {
  double loudness_lufs = kNothingToMeasure;
  double peak_db = 0;                       ///< of full scale
  double f0_median_hz = kNothingToMeasure;  ///< of voiced frames
  double f0_spread_st = kNothingToMeasure;  ///< standard deviation of voiced frames, in semitones
  double voiced_share = 0;                  ///< of frames, 0..1
  double periodicity = kNothingToMeasure;   ///< mean of voiced frames, 0..1
  double silence_share = 0;                 ///< of frames more than 40 dB below the loudest
};

/// @param audio [T] at kMetricRateHz. @throws Error when it is empty.
[[nodiscard]] VoiceStatistics voice_statistics(std::span<const float> audio);

/// Coefficients 0 to 13 of each frame. @param audio [T] at kMetricRateHz. @return [F, 14]
[[nodiscard]] Array2<float> mel_cepstra(std::span<const float> audio);

}  // namespace driftwave
