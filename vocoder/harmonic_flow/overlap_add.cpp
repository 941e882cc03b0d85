#include "vocoder/harmonic_flow/overlap_add.h"

#include <algorithm>

namespace driftwave {

OverlapAdd::OverlapAdd(std::span<const float> window, std::size_t hop)
    : window_(window), hop_(hop), sum_(window.size()), weight_(window.size()) {}

void OverlapAdd::reset() noexcept {
  std::ranges::fill(sum_, 0.0F);
  std::ranges::fill(weight_, 0.0F);
}

void OverlapAdd::add(std::span<const float> signal) noexcept {
  for (std::size_t i = 0; i < sum_.size(); ++i) {
    sum_[i] += signal[i] * window_[i];
    weight_[i] += window_[i] * window_[i];
  }
}

void OverlapAdd::read(std::span<float> out) const noexcept {
  // 1e-3 keeps a barely covered last sample from being blown up.
  for (std::size_t i = 0; i < hop_; ++i) out[i] = sum_[i] / std::max(weight_[i], 1e-3F);
}

void OverlapAdd::shift() noexcept {
  shift_left(sum_, hop_);
  shift_left(weight_, hop_);
}

void shift_left(std::span<float> values, std::size_t count) noexcept {
  std::copy(values.begin() + static_cast<std::ptrdiff_t>(count), values.end(), values.begin());
  std::fill(values.end() - static_cast<std::ptrdiff_t>(count), values.end(), 0.0F);
}

}  // namespace driftwave
