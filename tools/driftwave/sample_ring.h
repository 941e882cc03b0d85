#pragma once
/// Samples from one thread to another without locks.
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <span>
#include <vector>

namespace driftwave {

/// One thread pushes, one pops; both RT.
class SampleRing {
 public:
  explicit SampleRing(std::size_t capacity) : samples_(capacity) {}

  /// @return how many of the first samples found room.
  std::size_t push(std::span<const float> from) noexcept {
    const std::size_t written = written_.load(std::memory_order_relaxed);
    const std::size_t room = samples_.size() - (written - read_.load(std::memory_order_acquire));
    const std::size_t count = std::min(from.size(), room);
    for (std::size_t i = 0; i < count; ++i) samples_[(written + i) % samples_.size()] = from[i];
    written_.store(written + count, std::memory_order_release);
    return count;
  }

  /// @return how many of the first places of `to` were filled.
  std::size_t pop(std::span<float> to) noexcept {
    const std::size_t read = read_.load(std::memory_order_relaxed);
    const std::size_t count = std::min(to.size(), written_.load(std::memory_order_acquire) - read);
    for (std::size_t i = 0; i < count; ++i) to[i] = samples_[(read + i) % samples_.size()];
    read_.store(read + count, std::memory_order_release);
    return count;
  }

 private:
  std::vector<float> samples_;
  std::atomic<std::size_t> written_{0};  ///< since the beginning, as is read_
  std::atomic<std::size_t> read_{0};
};

}  // namespace driftwave
