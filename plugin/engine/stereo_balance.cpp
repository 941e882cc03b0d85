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

}  // namespace

StereoBalance::StereoBalance(const Settings& settings)
    : delay_(settings.delay_samples),
      block_(std::max<std::size_t>(
          2, (kBlock * static_cast<std::size_t>(settings.sample_rate_hz) + kBlockRate / 2) / kBlockRate)),
      powers_(delay_ / block_ + 2 * kReach + 4) {}

void StereoBalance::reset() noexcept {
  std::ranges::fill(powers_, Powers{});
  heard_ = 0;
  between_ = 0;
  before_ = after_ = {};
}

void StereoBalance::listen(float left, float right) noexcept {
  Powers& now = powers_[heard_ / block_ % powers_.size()];
  if (heard_ % block_ == 0) now = {};
  const float mid = 0.5F * (left + right);
  now.left += static_cast<double>(left) * left;
  now.right += static_cast<double>(right) * right;
  now.mid += static_cast<double>(mid) * mid;
  ++heard_;
}

StereoBalance::Gains StereoBalance::gains_of(std::size_t block) const noexcept {
  Powers sum;
  for (std::size_t b = block - std::min(block, kReach); b <= block + kReach; ++b) {
    const Powers& one = powers_[b % powers_.size()];
    sum.left += one.left;
    sum.right += one.right;
    sum.mid += one.mid;
  }
  if (sum.mid < kNothing) return {};
  return {static_cast<float>(std::min(std::sqrt(sum.left / sum.mid), kLargestGain)),
          static_cast<float>(std::min(std::sqrt(sum.right / sum.mid), kLargestGain))};
}

void StereoBalance::process(std::span<const float> left, std::span<const float> right,
                            std::span<float> left_gain, std::span<float> right_gain) noexcept {
  for (std::size_t i = 0; i < left.size(); ++i) {
    listen(left[i], right[i]);
    if (heard_ <= delay_) {
      left_gain[i] = right_gain[i] = 1.0F;
      continue;
    }
    // Gains belong to the middles of blocks.
    const std::size_t at = heard_ - 1 - delay_ + block_ / 2;
    const std::size_t block = at / block_;
    if (block != between_ || at == block_ / 2) {
      between_ = block;
      after_ = gains_of(block);
      before_ = block > 0 ? gains_of(block - 1) : after_;
    }
    const auto share = static_cast<float>(at % block_) / static_cast<float>(block_);
    left_gain[i] = before_.left + share * (after_.left - before_.left);
    right_gain[i] = before_.right + share * (after_.right - before_.right);
  }
}

}  // namespace driftwave
