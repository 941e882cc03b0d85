#include "plugin/engine/loudness_match.h"

#include <algorithm>
#include <cmath>

namespace driftwave {
namespace {

constexpr double kBlocksPerSecond = 100;
constexpr double kMemorySeconds = 3;
constexpr double kLooseSeconds = 0.3;
/// So much sound is needed to be half sure.
constexpr double kHalfSureSeconds = 0.03;
constexpr double kGatePower = 1e-6;
/// Softer than the mean by this: a pause, where a tail sounds on.
constexpr double kPause = 0.01;
constexpr double kNothing = 1e-12;
constexpr double kLargestGain = 8;  // 18 dB
/// A side chain may be that soft.
constexpr double kLeastGain = 0.01;  // -40 dB
constexpr double kLargestMixGain = 2;

}  // namespace

LoudnessMatch::LoudnessMatch(double rate_hz)
    : forget_(1.0 / (kMemorySeconds * kBlocksPerSecond)),
      least_weight_(kHalfSureSeconds / kMemorySeconds),
      block_(static_cast<std::size_t>(std::max(1.0, rate_hz / kBlocksPerSecond))),
      dry_filter_(rate_hz),
      wet_filter_(rate_hz),
      side_filter_(rate_hz) {}

void LoudnessMatch::reset() noexcept {
  dry_filter_.reset();
  wet_filter_.reset();
  side_filter_.reset();
  now_ = sums_ = {};
  weight_ = 0;
  heard_ = 0;
  counts_ = true;
  gain_ = ratio_ = alikeness_ = {};
}

void LoudnessMatch::loosen() noexcept {
  const double most = kLooseSeconds / kMemorySeconds;
  if (weight_ <= most) return;
  const double share = most / weight_;
  weight_ = most;
  sums_ = {share * sums_.dry, share * sums_.wet, share * sums_.side, share * sums_.cross};
}

void LoudnessMatch::listen(const Sample& sample) noexcept {
  const double dry = dry_filter_.next(sample.dry);
  const double wet = wet_filter_.next(sample.wet);
  now_.dry += dry * dry;
  now_.wet += wet * wet;
  now_.cross += dry * wet;
  if (sample.morph > 0) {
    const double side = side_filter_.next(sample.side);
    now_.side += side * side;
  }
  counts_ = counts_ && sample.counts;
  morph_ = sample.morph;
  gain_.next();
  ratio_.next();
  alikeness_.next();
  if (++heard_ == block_) end_block();
}

void LoudnessMatch::end_block() noexcept {
  const double scale = 1.0 / static_cast<double>(block_);
  const double power = now_.dry * scale;
  if (counts_ && power > kGatePower && power * weight_ >= kPause * sums_.dry) {
    const auto remember = [&](double& sum, double newest) { sum += forget_ * (newest * scale - sum); };
    remember(sums_.dry, now_.dry);
    remember(sums_.wet, now_.wet);
    remember(sums_.side, now_.side);
    remember(sums_.cross, now_.cross);
    weight_ += forget_ * (1.0 - weight_);
  }
  now_ = {};
  heard_ = 0;
  counts_ = true;
  double gain = 1;
  double ratio = 1;
  double alikeness = 1;
  if (sums_.dry > kNothing) {
    const double morph = morph_;
    const double wanted =
        std::exp((1 - morph) * std::log(sums_.dry) + morph * std::log(std::max(sums_.side, kNothing)));
    // The less is known the nearer to 1.
    const double sure = weight_ / (weight_ + least_weight_ * (1.0 - weight_));
    gain = std::pow(wanted / std::max(sums_.wet, kNothing), 0.5 * sure);
    gain = std::clamp(gain, kLeastGain, kLargestGain);
    ratio = sums_.wet / sums_.dry;
    alikeness = sums_.cross / sums_.dry;
  }
  gain_.aim(static_cast<float>(gain), block_);
  ratio_.aim(static_cast<float>(ratio), block_);
  alikeness_.aim(static_cast<float>(alikeness), block_);
}

float LoudnessMatch::mix_gain(float share, float gain) const noexcept {
  if (share <= 0 || share >= 1) return 1;
  const float keep = 1 - share;
  const float wet = gain * gain * ratio_.value;
  const float apart = keep + share * wet;
  const float together = keep * keep + share * share * wet + 2 * keep * share * gain * alikeness_.value;
  if (!(together > 0) || !(apart > 0)) return 1;
  return std::clamp(std::sqrt(apart / together), 1.0F, static_cast<float>(kLargestMixGain));
}

}  // namespace driftwave
