#include "plugin/engine/ceiling.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace driftwave {
namespace {

/// Of the way down.
constexpr double kLookaheadSeconds = 0.0015;
constexpr double kReleaseSeconds = 0.08;
/// Under the promise, for what lies between five points a sample.
constexpr double kMarginDb = 0.3;
/// Between samples there is never more than so much more: the largest sum of a phase's taps.
constexpr float kMostOvershoot = 2.5F;
constexpr double kNearlyOne = 0.9999F;

std::size_t length_at(double rate_hz) noexcept {
  return std::max<std::size_t>(1, static_cast<std::size_t>(kLookaheadSeconds * rate_hz));
}

}  // namespace

std::size_t Ceiling::latency_samples(double rate_hz) noexcept {
  return length_at(rate_hz) + kTaps / 2;
}

Ceiling::Ceiling(double rate_hz, std::size_t channels)
    : channels_(channels),
      length_(length_at(rate_hz)),
      release_(1.0 - std::exp(-1.0 / (kReleaseSeconds * rate_hz))),
      limit_(static_cast<float>(std::pow(10.0, (kCeilingDb - kMarginDb) / 20.0))),
      delay_(latency_samples(rate_hz) * channels),
      queue_(length_ + 4),
      window_(length_, 1.0F) {
  for (std::size_t p = 0; p < kPhases; ++p) {
    double sum = 0;
    std::array<double, kTaps> taps{};
    for (std::size_t i = 0; i < kTaps; ++i) {
      // From the sample before the place to the one behind it: the two taps in the middle.
      const double away =
          static_cast<double>(i) - (kTaps / 2.0 - 1) - static_cast<double>(p + 1) / (kPhases + 1);
      const double x = std::numbers::pi * away;
      const double window = 0.5 + 0.5 * std::cos(2 * x / (kTaps + 1));
      taps[i] = window * std::sin(x) / x;
      sum += taps[i];
    }
    for (std::size_t i = 0; i < kTaps; ++i) between_[i][p] = static_cast<float>(taps[i] / sum);
  }
  reset();
}

void Ceiling::reset() noexcept {
  std::ranges::fill(delay_, 0.0F);
  for (auto& channel : recent_) channel.fill(0.0F);
  limits_.fill(false);
  std::ranges::fill(window_, 1.0F);
  at_ = delay_at_ = loud_ = first_ = count_ = now_ = window_at_ = reduced_ = 0;
  released_ = 1;
  sum_ = static_cast<double>(length_);
}

/// The largest of the sample before the middle of recent_ and the places between it and the next.
float Ceiling::peak_here() const noexcept {
  float peak = 0;
  for (std::size_t c = 0; c < channels_; ++c) {
    const float* const oldest = recent_[c].data() + at_;
    peak = std::max(peak, std::abs(oldest[kTaps / 2 - 1]));
    std::array<float, kPhases> sums{};
    for (std::size_t i = 0; i < kTaps; ++i)
      for (std::size_t p = 0; p < kPhases; ++p) sums[p] += between_[i][p] * oldest[i];
    for (const float sum : sums) peak = std::max(peak, std::abs(sum));
  }
  return peak;
}

/// Gains wanted so far rise along the queue: one that a later and smaller one outlives never counts.
void Ceiling::hold(float wanted) noexcept {
  const std::size_t size = queue_.size();
  // A sample longer than the way: places between two samples belong to both.
  while (count_ > 0 && queue_[first_].when + length_ + 1 < now_) {
    first_ = (first_ + 1) % size;
    --count_;
  }
  while (count_ > 0 && queue_[(first_ + count_ - 1) % size].gain >= wanted) --count_;
  if (wanted < 1) queue_[(first_ + count_++) % size] = {.when = now_, .gain = wanted};
  ++now_;
}

float Ceiling::mean_gain() noexcept {
  const float held = count_ > 0 ? queue_[first_].gain : 1.0F;
  released_ += release_ * (1.0 - released_);
  if (released_ > kNearlyOne) released_ = 1;
  released_ = std::min<double>(released_, held);
  const auto newest = static_cast<float>(released_);
  float& oldest = window_[window_at_];
  if (++window_at_ == length_) window_at_ = 0;
  reduced_ += (newest < 1 ? 1U : 0U);
  reduced_ -= (oldest < 1 ? 1U : 0U);
  sum_ += static_cast<double>(newest) - oldest;
  oldest = newest;
  if (reduced_ > 0) return static_cast<float>(sum_ / static_cast<double>(length_));
  sum_ = static_cast<double>(length_);
  return 1.0F;
}

void Ceiling::next(std::span<float> frame, bool limits) noexcept {
  float newest = 0;
  for (std::size_t c = 0; c < channels_; ++c) {
    recent_[c][at_] = recent_[c][at_ + kTaps] = frame[c];
    newest = std::max(newest, std::abs(frame[c]));
  }
  limits_[at_] = limits;
  at_ = (at_ + 1) % kTaps;
  if (newest * kMostOvershoot > limit_) loud_ = kTaps;
  float wanted = 1;
  if (loud_ > 0) {
    --loud_;
    const bool is_made = limits_[(at_ + kTaps / 2 - 1) % kTaps] || limits_[(at_ + kTaps / 2) % kTaps];
    const float peak = is_made ? peak_here() : 0.0F;
    if (peak > limit_) wanted = limit_ / peak;
  }
  hold(wanted);
  const float gain = mean_gain();
  for (std::size_t c = 0; c < channels_; ++c) {
    float& late = delay_[delay_at_ * channels_ + c];
    const float out = late;
    late = frame[c];
    frame[c] = out * gain;
  }
  if (++delay_at_ * channels_ == delay_.size()) delay_at_ = 0;
}

}  // namespace driftwave
