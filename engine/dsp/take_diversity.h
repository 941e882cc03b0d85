#pragma once
/// How different several takes of one text are, and how well a set of sounds covers a set of recordings.
/// `driftwave eval --diversity` reports it.
#include <cstddef>
#include <span>
#include <vector>

#include "engine/core/tensor.h"

namespace driftwave {

/// What is compared of a sound.
struct Take {
  Array2<float> cepstra;        ///< [F, 13] mel-cepstra 1 to 13 (voice_metrics.h)
  std::vector<float> level_db;  ///< [F] mean log magnitude of the mel's bands
  std::vector<float> f0_hz;     ///< [F]
  std::vector<float> voicing;   ///< [F]
  double seconds = 0;
};

/// @param audio [T] at kMetricRateHz. @throws Error when it is empty.
[[nodiscard]] Take analyse_take(std::span<const float> audio);

/// Over the pairs of frames of the best alignment in time (time_alignment.h).
struct TakeDistance {
  double mel_cepstral_db = 0;  ///< mel-cepstral distortion, mean
  double f0_st = 0;            ///< root mean square over frames voiced in both, in semitones; NaN: none
  double seconds = 0;          ///< one is this much longer
};

[[nodiscard]] TakeDistance take_distance(const Take& a, const Take& b);

/// Mean and deviation of the cepstra, of the F0 in semitones and of the voicing, over frames at most 30 dB
/// below the loudest: what a sound is like as a whole, whatever its pauses hold. @return [29]
[[nodiscard]] std::vector<double> take_embedding(const Take& take);

/// Naeem et al. 2020, arXiv:2002.09797, with embeddings scaled by the deviations of the real ones.
struct SetCoverage {
  double coverage =
      0;  ///< share of real sounds with a made one within the distance of their k-th real neighbour
  double density = 0;  ///< made sounds in the balls of real ones, over what real ones would have; may pass 1
};

/// @param real, made [N, D] @param neighbours k @throws Error unless there are more real rows than
/// neighbours, one made row at least, and as many columns in both.
[[nodiscard]] SetCoverage set_coverage(const Array2<double>& real, const Array2<double>& made,
                                       std::size_t neighbours);

}  // namespace driftwave
