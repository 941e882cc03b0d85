#pragma once
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

namespace driftwave {

/// Another sound of the same colour: all-pass filters one behind the other (Schroeder 1962), which keep the
/// spectrum and scramble the phase over some 20 ms. Below kLowestHz nothing is given, so that bass stays in
/// the middle.
///
/// Thread: one at a time; all but construction is RT.
class Decorrelator {
 public:
  static constexpr double kLowestHz = 120;

  explicit Decorrelator(double rate_hz)
      : keep_(static_cast<float>(std::exp(-2 * std::numbers::pi * kLowestHz / rate_hz))) {
    for (std::size_t i = 0; i < kStages; ++i)
      lines_[i].assign(static_cast<std::size_t>(kDelaysMs[i] * 1e-3 * rate_hz) + 1, 0.0F);
  }

  [[nodiscard]] float next(float x) noexcept {
    low_ = x + keep_ * (low_ - x);
    float y = x - low_;
    for (std::size_t i = 0; i < kStages; ++i) {
      float& line = lines_[i][at_[i]];
      const float inside = y + kFeedback * line;
      y = line - kFeedback * inside;
      line = inside;
      if (++at_[i] == lines_[i].size()) at_[i] = 0;
    }
    return y;
  }
  void reset() noexcept {
    low_ = 0;
    for (std::vector<float>& line : lines_) line.assign(line.size(), 0.0F);
  }

 private:
  static constexpr std::size_t kStages = 4;
  /// No two are multiples of one another.
  static constexpr std::array<double, kStages> kDelaysMs{1.3, 2.9, 4.7, 7.1};
  static constexpr float kFeedback = 0.55F;

  float keep_;
  float low_ = 0;
  std::array<std::vector<float>, kStages> lines_;
  std::array<std::size_t, kStages> at_{};
};

}  // namespace driftwave
