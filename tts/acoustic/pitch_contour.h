#pragma once
/// A change of pitch that moves through a sentence.
#include <span>
#include <vector>

namespace driftwave {

struct PitchPoint {
  double position = 0.0;  ///< share of the sentence's time, 0..1; beyond it lies another sentence
  double pitch_st = 0.0;

  bool operator==(const PitchPoint&) const = default;
};

/// Semitones at a place: straight lines between points of ascending positions, level before the first and
/// after the last; 0 without points.
[[nodiscard]] double contour_at(std::span<const PitchPoint> contour, double position);

/// The part of a contour over the shares `begin` to `end` of its time, as shares of that part.
[[nodiscard]] std::vector<PitchPoint> part_of_contour(std::span<const PitchPoint> whole, double begin,
                                                      double end);

}  // namespace driftwave
