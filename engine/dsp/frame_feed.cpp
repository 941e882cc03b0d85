#include "engine/dsp/frame_feed.h"

#include <algorithm>
#include <cmath>

namespace driftwave {
namespace {

/// 120 dB above full scale: its square still fits a float many times over.
constexpr float kLoudest = 1e6F;

}  // namespace

FrameFeed::FrameFeed(const FrameFeedSize& size) : size_(size), ring_(2 * size.window_samples) {}

void FrameFeed::put(float sample) noexcept {
  ring_[head_] = sample;
  ring_[head_ + size_.window_samples] = sample;
  head_ = head_ + 1 == size_.window_samples ? 0 : head_ + 1;
}

std::size_t FrameFeed::take(std::span<const float> audio) noexcept {
  const std::size_t count = std::min(audio.size(), missing());
  for (const float sample : audio.first(count)) {
    // A NaN fails the comparison too.
    const bool fine = std::abs(sample) <= kLoudest;
    mended_ += fine ? 0 : 1;
    put(fine ? sample : 0.0F);
  }
  received_ += count;
  length_ += count;
  return count;
}

bool FrameFeed::pad() noexcept {
  if (frame_ * size_.hop_samples > length_) return false;
  const std::size_t count = missing();
  for (std::size_t i = 0; i < count; ++i) put(0.0F);
  received_ += count;
  return true;
}

void FrameFeed::reset() noexcept {
  std::ranges::fill(ring_, 0.0F);
  head_ = received_ = length_ = frame_ = 0;
}

}  // namespace driftwave
