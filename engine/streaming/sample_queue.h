#pragma once
#include <cstddef>
#include <span>
#include <vector>

namespace driftwave {

/// Samples in order, first in first out, in memory taken once. Thread: one at a time; RT.
class SampleQueue {
 public:
  explicit SampleQueue(std::size_t capacity) : ring_(capacity) {}

  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// @return how many found room.
  std::size_t push(std::span<const float> samples) noexcept;
  /// Adds zeros. @return how many found room.
  std::size_t push_silence(std::size_t count) noexcept;
  /// @return how many there were; the rest of `out` is untouched.
  std::size_t pop(std::span<float> out) noexcept;
  void clear() noexcept { size_ = 0; }

 private:
  std::vector<float> ring_;
  std::size_t first_ = 0;
  std::size_t size_ = 0;
};

}  // namespace driftwave
