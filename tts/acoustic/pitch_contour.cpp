#include "tts/acoustic/pitch_contour.h"

#include <algorithm>

namespace driftwave {

double contour_at(std::span<const PitchPoint> contour, double position) {
  if (contour.empty()) return 0.0;
  const auto after = std::ranges::upper_bound(contour, position, {}, &PitchPoint::position);
  if (after == contour.begin()) return contour.front().pitch_st;
  if (after == contour.end()) return contour.back().pitch_st;
  const PitchPoint& left = *(after - 1);
  const double share = (position - left.position) / (after->position - left.position);
  return left.pitch_st + share * (after->pitch_st - left.pitch_st);
}

std::vector<PitchPoint> part_of_contour(std::span<const PitchPoint> whole, double begin, double end) {
  std::vector<PitchPoint> part;
  for (const PitchPoint& point : whole)
    part.push_back({.position = (point.position - begin) / (end - begin), .pitch_st = point.pitch_st});
  return part;
}

}  // namespace driftwave
