#include "tts/acoustic/pitch_contour.h"

#include "engine/core/piecewise.h"

namespace driftwave {

double contour_at(std::span<const PitchPoint> contour, double position) {
  if (contour.empty()) return 0.0;
  return value_between(contour, &PitchPoint::position, &PitchPoint::pitch_st, position);
}

std::vector<PitchPoint> part_of_contour(std::span<const PitchPoint> whole, double begin, double end) {
  std::vector<PitchPoint> part;
  for (const PitchPoint& point : whole)
    part.push_back({.position = (point.position - begin) / (end - begin), .pitch_st = point.pitch_st});
  return part;
}

}  // namespace driftwave
