#pragma once
/// What a window shows of a level: peaks, and whether full scale was passed.
#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

namespace driftwave {

/// Thread: one hears, RT; one other takes.
class LevelMeter {
 public:
  static constexpr std::size_t kMostChannels = 2;
  /// From here on a file of whole numbers clips.
  static constexpr float kFullScale = 1.0F;

  void hear(std::span<const float* const> channels, std::size_t samples) noexcept {
    std::uint64_t over = 0;
    const std::size_t count = std::min(channels.size(), kMostChannels);
    for (std::size_t c = 0; c < count; ++c) {
      float peak = 0;
      for (const float x : std::span(channels[c], samples)) {
        const float size = std::abs(x);
        peak = std::max(peak, size);
        over += size > kFullScale ? 1 : 0;
      }
      // A reader that takes the old peak in between loses none that is louder.
      if (peak > peaks_[c].load(std::memory_order_relaxed)) peaks_[c].store(peak, std::memory_order_relaxed);
    }
    if (over > 0) clipped_.fetch_add(over, std::memory_order_relaxed);
  }
  /// The largest sample since it was last taken.
  [[nodiscard]] float take_peak(std::size_t channel) noexcept {
    return peaks_[channel].exchange(0.0F, std::memory_order_relaxed);
  }
  /// Samples over full scale since forget_clips(). Thread: any.
  [[nodiscard]] std::uint64_t clipped() const noexcept { return clipped_.load(std::memory_order_relaxed); }
  void forget_clips() noexcept { clipped_.store(0, std::memory_order_relaxed); }

 private:
  std::array<std::atomic<float>, kMostChannels> peaks_{};
  std::atomic<std::uint64_t> clipped_{0};
};

}  // namespace driftwave
