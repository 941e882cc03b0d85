#pragma once
/// Finds how long each phone lasts in the recordings, from nothing but the recordings and their phonemes.
///
/// Hidden Markov models trained from a flat start: every phone is two states with a mixture of diagonal
/// Gaussians over cepstra, aligned by monotonic_alignment.h and re-estimated until the paths settle (Viterbi
/// training; Rabiner 1989). On an hour of speech this takes a minute, after which the networks train on
/// settled durations instead of discovering them.
#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/tensor.h"
#include "tts/training/phone_units.h"

namespace driftwave {

/// Cepstra for alignment: DCT-II coefficients 0 .. 15 of the log mel less their mean over the utterance,
/// their slopes over five frames, and the voicing.
/// @param log_mel [F, M]. @param voicing [F]. @return [F, 33]
[[nodiscard]] Array2<float> alignment_features(const Array2<float>& log_mel, std::span<const float> voicing);

struct AlignmentProblem {
  Array2<float> features;  ///< [F, D]
  std::vector<PhoneUnit> units;
};

struct PhoneAlignerOptions {
  int rounds_per_split = 8;  ///< re-estimations before the mixtures double
  int splits = 2;            ///< doublings: 2^splits Gaussians a state in the end
};

/// @return for each problem the frames of each unit, summing to F; empty where the units do not fit.
[[nodiscard]] std::vector<std::vector<int>> align_phones(std::span<const AlignmentProblem> problems,
                                                         const PhoneAlignerOptions& options = {});

}  // namespace driftwave
