#pragma once
/// Values from one thread to another without locks.
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <span>
#include <type_traits>
#include <vector>

namespace driftwave {

/// One thread pushes, one pops; both RT. Memory is taken by the constructor.
template <typename T>
class SpscQueue {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  explicit SpscQueue(std::size_t capacity) : values_(capacity) {}

  /// Thread: the pushing one.
  [[nodiscard]] std::size_t room() const noexcept {
    return values_.size() -
           (written_.load(std::memory_order_relaxed) - read_.load(std::memory_order_acquire));
  }
  /// Thread: the popping one.
  [[nodiscard]] std::size_t size() const noexcept {
    return written_.load(std::memory_order_acquire) - read_.load(std::memory_order_relaxed);
  }

  /// @return how many of the first values found room.
  std::size_t push(std::span<const T> from) noexcept {
    const std::size_t count = std::min(from.size(), room());
    const std::size_t written = written_.load(std::memory_order_relaxed);
    const std::size_t at = written % values_.size();
    const std::size_t before_end = std::min(count, values_.size() - at);
    std::copy_n(from.begin(), before_end, values_.begin() + static_cast<std::ptrdiff_t>(at));
    std::copy_n(from.begin() + static_cast<std::ptrdiff_t>(before_end), count - before_end, values_.begin());
    written_.store(written + count, std::memory_order_release);
    return count;
  }
  bool push(const T& value) noexcept {
    if (room() == 0) return false;
    const std::size_t written = written_.load(std::memory_order_relaxed);
    values_[written % values_.size()] = value;
    written_.store(written + 1, std::memory_order_release);
    return true;
  }

  /// The next values, which stay. Thread: the popping one. @return how many of the first places of `to` were
  /// filled.
  std::size_t peek(std::span<T> to) const noexcept {
    const std::size_t count = std::min(to.size(), size());
    const std::size_t at = read_.load(std::memory_order_relaxed) % values_.size();
    const std::size_t before_end = std::min(count, values_.size() - at);
    std::copy_n(values_.begin() + static_cast<std::ptrdiff_t>(at), before_end, to.begin());
    std::copy_n(values_.begin(), count - before_end, to.begin() + static_cast<std::ptrdiff_t>(before_end));
    return count;
  }
  /// @return how many of the first places of `to` were filled.
  std::size_t pop(std::span<T> to) noexcept { return drop(peek(to)); }
  bool pop(T& value) noexcept { return pop(std::span(&value, 1)) == 1; }
  /// Drops the next values. @return how many there were.
  std::size_t drop(std::size_t most) noexcept {
    const std::size_t count = std::min(most, size());
    read_.store(read_.load(std::memory_order_relaxed) + count, std::memory_order_release);
    return count;
  }

 private:
  std::vector<T> values_;
  alignas(64) std::atomic<std::size_t> written_{0};  ///< since the beginning, as is read_
  alignas(64) std::atomic<std::size_t> read_{0};
};

}  // namespace driftwave
