#include "engine/watermark/interpolation.h"

#include <array>
#include <cmath>
#include <numbers>

namespace driftwave {
namespace {

constexpr std::ptrdiff_t kTaps = 16;
constexpr std::ptrdiff_t kPhases = 256;
using Table = std::array<std::array<float, kTaps>, kPhases + 1>;

/// Row p weighs the samples around a time p / kPhases after the eighth of them.
Table make_table() {
  Table table{};
  for (std::ptrdiff_t p = 0; p <= kPhases; ++p) {
    for (std::ptrdiff_t i = 0; i < kTaps; ++i) {
      const double x = static_cast<double>(i - (kTaps / 2 - 1)) - static_cast<double>(p) / kPhases;
      const double y = std::numbers::pi * x;
      const double sinc = std::abs(x) < 1e-9 ? 1.0 : std::sin(y) / y;
      const double window = std::cos(y / (kTaps + 1));
      table[static_cast<std::size_t>(p)][static_cast<std::size_t>(i)] =
          static_cast<float>(sinc * window * window);
    }
  }
  return table;
}

}  // namespace

std::vector<float> read_between(std::span<const float> samples, const ReadingLine& line) {
  static const Table table = make_table();
  const auto size = static_cast<std::ptrdiff_t>(samples.size());
  std::vector<float> out(line.count);
  for (std::size_t t = 0; t < line.count; ++t) {
    const double time = line.first + static_cast<double>(t) * line.step;
    const double whole = std::floor(time);
    const auto& weights = table[static_cast<std::size_t>(std::lround((time - whole) * kPhases))];
    const std::ptrdiff_t begin = static_cast<std::ptrdiff_t>(whole) - (kTaps / 2 - 1);
    float sum = 0.0F;
    if (begin >= 0 && begin + kTaps <= size) {
      for (std::ptrdiff_t i = 0; i < kTaps; ++i)
        sum += weights[static_cast<std::size_t>(i)] * samples[static_cast<std::size_t>(begin + i)];
    } else {
      for (std::ptrdiff_t i = 0; i < kTaps; ++i)
        if (begin + i >= 0 && begin + i < size)
          sum += weights[static_cast<std::size_t>(i)] * samples[static_cast<std::size_t>(begin + i)];
    }
    out[t] = sum;
  }
  return out;
}

}  // namespace driftwave
