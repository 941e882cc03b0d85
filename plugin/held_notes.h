#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace driftwave {

/// Which key sounds: the last one pressed of those still down or held by the pedal, or the last one that was.
/// RT.
class HeldNotes {
 public:
  void press(int note) noexcept {
    remove(note);
    waiting_[static_cast<std::size_t>(note)] = false;
    if (count_ == keys_.size()) return;
    keys_[count_++] = last_ = note;
  }
  /// The pedal: keys that are released while it is down go when it comes up.
  void sustain(bool is_down) noexcept {
    is_sustained_ = is_down;
    if (is_down) return;
    for (int note = 0; note < static_cast<int>(waiting_.size()); ++note)
      if (std::exchange(waiting_[static_cast<std::size_t>(note)], false)) release(note);
  }
  /// @param share -1 .. 1 of the wheel's way.
  void bend(float share) noexcept { bend_st_ = kBendSemitones * share; }
  [[nodiscard]] float bend_st() const noexcept { return bend_st_; }
  void release(int note) noexcept {
    if (is_sustained_) {
      waiting_[static_cast<std::size_t>(note)] = true;
      return;
    }
    remove(note);
  }
  void release_all() noexcept {
    count_ = 0;
    waiting_.fill(false);
  }
  void forget() noexcept {
    release_all();
    is_sustained_ = false;
    bend_st_ = 0;
    last_ = -1;
  }
  /// -1: none was ever pressed.
  [[nodiscard]] int sounding() const noexcept { return last_; }

 private:
  static constexpr float kBendSemitones = 2;

  void remove(int note) noexcept {
    const auto end = keys_.begin() + static_cast<std::ptrdiff_t>(count_);
    count_ = static_cast<std::size_t>(std::remove(keys_.begin(), end, note) - keys_.begin());
    if (count_ > 0) last_ = keys_[count_ - 1];
  }

  std::array<int, 128> keys_{};
  std::size_t count_ = 0;
  int last_ = -1;
  std::array<bool, 128> waiting_{};  ///< by note: released while the pedal was down
  bool is_sustained_ = false;
  float bend_st_ = 0;
};

}  // namespace driftwave
