#pragma once
/// Straight lines between points.
#include <algorithm>
#include <span>

namespace driftwave {

/// The value at `place` of the line through the points, which ascend in `*at`; the first and the last point's
/// value before and behind them. @param points at least one
template <typename Point>
[[nodiscard]] double value_between(std::span<const Point> points, double Point::*at, double Point::*value,
                                   double place) {
  const auto after = std::ranges::upper_bound(points, place, {}, at);
  if (after == points.begin()) return points.front().*value;
  if (after == points.end()) return points.back().*value;
  const Point& left = *(after - 1);
  const double share = (place - left.*at) / ((*after).*at - left.*at);
  return left.*value + share * ((*after).*value - left.*value);
}

}  // namespace driftwave
