#pragma once
/// Sound read between its samples. Private to engine/watermark.
#include <cstddef>
#include <span>
#include <vector>

namespace driftwave {

struct ReadingLine {
  double first = 0;  ///< time of the first sample read, in samples
  double step = 1;   ///< time from each to the next
  std::size_t count = 0;
};

/// By a windowed sinc of 16 samples; what lies outside is zero. @return [line.count]
[[nodiscard]] std::vector<float> read_between(std::span<const float> samples, const ReadingLine& line);

}  // namespace driftwave
