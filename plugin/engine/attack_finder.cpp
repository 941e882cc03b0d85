#include "plugin/engine/attack_finder.h"

#include <algorithm>
#include <cmath>

namespace driftwave {
namespace {

constexpr double kBlockSeconds = 0.0015;
constexpr double kSlowSeconds = 0.03;
constexpr double kLouder = 16;  // 12 dB
/// Softer is no hit: -66 dB, with the high frequencies lifted.
constexpr double kLeastPower = 2.5e-7;
/// From one hit to the next, at least.
constexpr double kApartSeconds = 0.025;

std::int64_t samples_of(double seconds, double rate_hz) {
  return std::max<std::int64_t>(1, std::llround(seconds * rate_hz));
}

}  // namespace

AttackFinder::AttackFinder(const Settings& settings) noexcept
    : delay_(static_cast<std::int64_t>(settings.delay_samples)),
      block_(static_cast<std::size_t>(samples_of(kBlockSeconds, settings.rate_hz))),
      before_(std::min(samples_of(kBeforeSeconds, settings.rate_hz), delay_)),
      fade_in_(samples_of(kFadeInSeconds, settings.rate_hz)),
      attack_(samples_of(kAttackSeconds, settings.rate_hz)),
      fade_out_(samples_of(kFadeOutSeconds, settings.rate_hz)),
      slow_share_(static_cast<float>(1.0 - std::exp(-kBlockSeconds / kSlowSeconds))) {}

void AttackFinder::reset() noexcept {
  last_ = 0;
  sum_ = slow_ = block_before_ = 0;
  in_block_ = 0;
  heard_ = 0;
  first_ = count_ = 0;
}

void AttackFinder::end_block() noexcept {
  const double power = sum_ / static_cast<double>(block_);
  const std::int64_t begins = heard_ - static_cast<std::int64_t>(block_);
  const std::int64_t apart =
      static_cast<std::int64_t>(kApartSeconds / kBlockSeconds * static_cast<double>(block_));
  const bool is_apart = count_ == 0 || begins - hits_[(first_ + count_ - 1) % kMostHits] >= apart;
  if (power > kLeastPower && power > kLouder * slow_ && power > block_before_ && is_apart) {
    if (count_ == kMostHits) {
      first_ = (first_ + 1) % kMostHits;
      --count_;
    }
    hits_[(first_ + count_++) % kMostHits] = begins;
  }
  slow_ += slow_share_ * (power - slow_);
  block_before_ = power;
  sum_ = 0;
  in_block_ = 0;
}

void AttackFinder::listen(float sample) noexcept {
  const double lifted = static_cast<double>(sample) - 0.9 * last_;
  last_ = sample;
  sum_ += lifted * lifted;
  ++heard_;
  if (++in_block_ == block_) end_block();
}

float AttackFinder::wanted_at(std::int64_t position) noexcept {
  while (count_ > 0 && position > hits_[first_] + attack_ + fade_out_) {
    first_ = (first_ + 1) % kMostHits;
    --count_;
  }
  float wanted = 0;
  for (std::size_t i = 0; i < count_; ++i) {
    const std::int64_t from_hit = position - hits_[(first_ + i) % kMostHits];
    if (from_hit < -before_) break;
    const float in = static_cast<float>(from_hit + before_) / static_cast<float>(fade_in_);
    const float out = static_cast<float>(attack_ + fade_out_ - from_hit) / static_cast<float>(fade_out_);
    wanted = std::max(wanted, std::clamp(std::min(in, out), 0.0F, 1.0F));
  }
  return wanted;
}

void AttackFinder::process(std::span<const float> audio, std::span<float> wanted) noexcept {
  for (std::size_t i = 0; i < audio.size(); ++i) {
    listen(audio[i]);
    wanted[i] = wanted_at(heard_ - 1 - delay_);
  }
}

}  // namespace driftwave
