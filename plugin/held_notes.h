#pragma once
#include <algorithm>
#include <array>
#include <cstddef>

namespace driftwave {

/// Which key sounds: the last one pressed of those still down, or the last one that was. RT.
class HeldNotes {
 public:
  void press(int note) noexcept {
    release(note);
    if (count_ == keys_.size()) return;
    keys_[count_++] = last_ = note;
  }
  void release(int note) noexcept {
    const auto end = keys_.begin() + static_cast<std::ptrdiff_t>(count_);
    count_ = static_cast<std::size_t>(std::remove(keys_.begin(), end, note) - keys_.begin());
    if (count_ > 0) last_ = keys_[count_ - 1];
  }
  void release_all() noexcept { count_ = 0; }
  void forget() noexcept {
    count_ = 0;
    last_ = -1;
  }
  /// -1: none was ever pressed.
  [[nodiscard]] int sounding() const noexcept { return last_; }

 private:
  std::array<int, 128> keys_{};
  std::size_t count_ = 0;
  int last_ = -1;
};

}  // namespace driftwave
