#include "plugin/engine/stereo_balance.h"

#include <algorithm>
#include <cmath>

namespace driftwave {
namespace {

/// Of 44.1 kHz, 5.8 ms.
constexpr std::size_t kBlock = 256;
constexpr std::size_t kBlockRate = 44100;
/// Blocks on each side that a gain is measured over.
constexpr std::size_t kReach = 2;
constexpr double kNothing = 1e-12;
/// What is nearly out of phase would be blown up.
constexpr double kLargestGain = 4.0;
/// Channels that correlate like that differ by rounding.
constexpr double kAlike = 1.0 - 1e-6;

}  // namespace

StereoBalance::StereoBalance(const Settings& settings)
    : delay_(settings.delay_samples),
      block_(std::max<std::size_t>(
          2, (kBlock * static_cast<std::size_t>(settings.sample_rate_hz) + kBlockRate / 2) / kBlockRate)),
      powers_(delay_ / block_ + 2 * kReach + 4) {}

void StereoBalance::reset() noexcept {
  std::ranges::fill(powers_, Powers{});
  heard_ = newest_ = in_newest_ = 0;
  between_ = in_between_ = 0;
  before_ = after_ = {};
}

void StereoBalance::listen(float left, float right) noexcept {
  if (in_newest_ == block_) {
    in_newest_ = 0;
    if (++newest_ == powers_.size()) newest_ = 0;
  }
  Powers& now = powers_[newest_];
  if (in_newest_++ == 0) now = {};
  const float mid = 0.5F * (left + right);
  now.left += static_cast<double>(left) * left;
  now.right += static_cast<double>(right) * right;
  now.mid += static_cast<double>(mid) * mid;
  now.cross += static_cast<double>(left) * right;
}

StereoBalance::Gains StereoBalance::gains_of(std::size_t block) const noexcept {
  Powers sum;
  for (std::size_t b = block - std::min(block, kReach); b <= block + kReach; ++b) {
    const Powers& one = powers_[b % powers_.size()];
    sum.left += one.left;
    sum.right += one.right;
    sum.mid += one.mid;
    sum.cross += one.cross;
  }
  if (sum.mid < kNothing) return {};
  const double loud = std::sqrt(sum.left * sum.right);
  const double correlation = loud > kNothing ? std::clamp(sum.cross / loud, -1.0, 1.0) : 1.0;
  return {static_cast<float>(std::min(std::sqrt(sum.left / sum.mid), kLargestGain)),
          static_cast<float>(std::min(std::sqrt(sum.right / sum.mid), kLargestGain)),
          correlation > kAlike ? 0.0F : static_cast<float>(std::sqrt(0.5 * (1.0 - correlation)))};
}

void StereoBalance::process(std::span<const float> left, std::span<const float> right,
                            const Place& place) noexcept {
  for (std::size_t i = 0; i < left.size(); ++i) {
    listen(left[i], right[i]);
    if (heard_ < delay_) {
      ++heard_;
      place.left_gain[i] = place.right_gain[i] = 1.0F;
      place.apart[i] = 0.0F;
      continue;
    }
    // Gains belong to the middles of blocks; the first sample lies half a block before the first of them.
    if (heard_ == delay_) {
      ++heard_;
      in_between_ = block_ / 2;
      before_ = after_ = gains_of(between_);
    } else if (++in_between_ == block_) {
      in_between_ = 0;
      before_ = after_;
      after_ = gains_of(++between_);
    }
    const auto share = static_cast<float>(in_between_) / static_cast<float>(block_);
    const auto between = [share](float before, float after) { return before + share * (after - before); };
    place.left_gain[i] = between(before_.left, after_.left);
    place.right_gain[i] = between(before_.right, after_.right);
    place.apart[i] = between(before_.apart, after_.apart);
  }
}

}  // namespace driftwave
