#pragma once
#include <algorithm>
#include <cstddef>

namespace driftwave {

/// A gain that moves to its target along a straight line. Thread: one at a time; RT.
class Ramp {
 public:
  /// @param samples for a way of 1.
  explicit Ramp(float value, std::size_t samples = 1)
      : value_(value), target_(value), step_(1.0F / static_cast<float>(std::max<std::size_t>(samples, 1))) {}

  void aim(float target) noexcept { target_ = target; }
  void jump(float value) noexcept { value_ = target_ = value; }
  /// Moves on by a sample. @return the value after it.
  float next() noexcept {
    value_ = value_ < target_ ? std::min(value_ + step_, target_) : std::max(value_ - step_, target_);
    return value_;
  }
  [[nodiscard]] float value() const noexcept { return value_; }
  [[nodiscard]] bool is_at(float value) const noexcept { return value_ == value && target_ == value; }

 private:
  float value_;
  float target_;
  float step_;
};

}  // namespace driftwave
