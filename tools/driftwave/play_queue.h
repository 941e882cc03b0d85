#pragma once
/// What waits to be heard, and what was not there in time.
#include <atomic>
#include <cstdint>
#include <span>

#include "engine/streaming/spsc_queue.h"
#include "tools/driftwave/sound_back_end.h"

namespace driftwave {

struct PlayGaps {
  std::uint64_t count = 0;
  std::uint64_t samples = 0;  ///< of silence; none are known of where the device itself was late
};

/// One thread pushes and says what is to come; the device pulls.
class PlayQueue : public SampleSource {
 public:
  explicit PlayQueue(std::size_t capacity) : ring_(capacity) {}

  std::size_t push(std::span<const float> samples) noexcept { return ring_.push(samples); }
  /// While nothing more is known to come, silence is no gap.
  void await_more(bool waiting) noexcept { awaits_more_ = waiting; }
  /// Nothing will follow.
  void close() noexcept { closed_ = true; }

  /// Silence where samples lack. Thread: the device's; RT.
  bool pull(std::span<float> out, bool device_was_late) noexcept override;

  [[nodiscard]] PlayGaps gaps() const noexcept { return {.count = gaps_, .samples = gap_samples_}; }
  /// Calls of pull() so far: they stop when a device hangs.
  [[nodiscard]] std::uint64_t pulls() const noexcept { return pulls_; }
  /// Whether the device has taken the last sample.
  [[nodiscard]] bool is_done() const noexcept { return done_; }

 private:
  SpscQueue<float> ring_;
  std::atomic<bool> awaits_more_{false};
  std::atomic<bool> closed_{false};
  std::atomic<bool> done_{false};
  std::atomic<std::uint64_t> pulls_{0};
  std::atomic<std::uint64_t> gaps_{0};
  std::atomic<std::uint64_t> gap_samples_{0};
  bool is_playing_ = false;  ///< this and the next: the device's thread only
  bool is_in_gap_ = false;
};

}  // namespace driftwave
