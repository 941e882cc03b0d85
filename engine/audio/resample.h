#pragma once
/// Sample rate conversion (soxr, high quality).
#include <span>
#include <vector>

namespace driftwave {

struct ResampleRates {
  int from_hz = 0;
  int to_hz = 0;
};

/// @param audio [T], one channel. @return [round(T * to / from)], aligned in time with the input.
/// @throws Error unless both rates are in 1,000 .. 768,000 Hz.
[[nodiscard]] std::vector<float> resample(std::span<const float> audio, const ResampleRates& rates);

}  // namespace driftwave
