#pragma once
#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace driftwave {

/// Samples, a fixed number of samples later. Thread: one at a time; all but construction is RT.
class DelayLine {
 public:
  explicit DelayLine(std::size_t samples) : ring_(samples) {}

  /// In place.
  void process(std::span<float> audio) noexcept {
    if (ring_.empty()) return;
    for (float& sample : audio) {
      std::swap(sample, ring_[at_]);
      if (++at_ == ring_.size()) at_ = 0;
    }
  }
  void reset() noexcept { std::fill(ring_.begin(), ring_.end(), 0.0F); }

 private:
  std::vector<float> ring_;
  std::size_t at_ = 0;
};

}  // namespace driftwave
