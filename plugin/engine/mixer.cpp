#include "plugin/engine/mixer.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace driftwave {
namespace {

/// For a way of 1: full to nothing.
constexpr int kMixRampsPerSecond = 50;
constexpr int kBypassRampsPerSecond = 100;
constexpr int kMatchRampsPerSecond = 10;

std::size_t ramp_samples(const MixerSettings& settings, int per_second) {
  return static_cast<std::size_t>(settings.sample_rate_hz / per_second);
}

float number_of(bool is_on) noexcept {
  return is_on ? 1.0F : 0.0F;
}

}  // namespace

Mixer::Mixer(const MixerSettings& settings)
    : resting_samples_(static_cast<std::size_t>(settings.sample_rate_hz)),
      changes_(settings.delay_samples),
      mix_(1.0F, ramp_samples(settings, kMixRampsPerSecond)),
      output_(1.0F, ramp_samples(settings, kMixRampsPerSecond)),
      bypass_(0.0F, ramp_samples(settings, kBypassRampsPerSecond)),
      match_(0.0F, ramp_samples(settings, kMatchRampsPerSecond)),
      width_(0.0F, ramp_samples(settings, kMixRampsPerSecond)),
      kept_side_(0.0F, ramp_samples(settings, kMixRampsPerSecond)),
      attacks_(0.0F, ramp_samples(settings, kMixRampsPerSecond)),
      wet_gain_(1.0F, ramp_samples(settings, kMixRampsPerSecond)),
      other_(settings.sample_rate_hz),
      loudness_(settings.sample_rate_hz),
      ceiling_(settings.sample_rate_hz, settings.channels) {}

void Mixer::reset() noexcept {
  changes_.reset();
  loudness_.reset();
  ceiling_.reset();
  other_.reset();
  still_samples_ = 0;
  is_first_ = true;
}

void Mixer::follow(const Levels& levels) noexcept {
  const bool is_first = std::exchange(is_first_, false);
  const auto aim = [is_first](Ramp& ramp, float value) {
    ramp.aim(value);
    if (is_first) ramp.jump(value);
  };
  aim(mix_, levels.mix);
  aim(output_, levels.output_gain);
  aim(bypass_, number_of(levels.is_bypassed));
  aim(match_, number_of(levels.matches));
  aim(width_, levels.width);
  aim(kept_side_, levels.kept_side);
  aim(attacks_, levels.attacks);
  aim(wet_gain_, levels.wet_gain);
  if (is_first) {
    turns_ = levels.turns;
    restarts_ = levels.restarts;
  }
  if (std::exchange(turns_, levels.turns) != levels.turns) loudness_.loosen();
  if (std::exchange(restarts_, levels.restarts) != levels.restarts) loudness_.reset();
}

void Mixer::listen(const MixerBlock& block, std::size_t sample, const Levels& levels) noexcept {
  float dry = 0;
  float gain = 0;
  for (std::size_t c = 0; c < block.channels.size(); ++c) {
    dry += block.channels[c][sample];
    gain += block.gains[c][sample];
  }
  const auto channels = static_cast<float>(block.channels.size());
  const float apart = block.apart.empty() ? 0.0F : width_.value() * block.apart[sample];
  const float wet = std::sqrt(1.0F - apart * apart) * block.wet[sample] * gain;
  const bool has_side = !block.side.empty();
  // What is silent to the bit was not made yet, or is not at all.
  loudness_.listen({.dry = dry / channels,
                    .wet = wet / channels,
                    .side = has_side ? block.side[sample] : 0.0F,
                    .morph = has_side ? levels.morph : 0.0F,
                    .counts = block.presence[sample] == 1.0F && wet != 0.0F && !levels.is_held});
}

/// The wet sound in each channel.
void Mixer::place(const MixerBlock& block, std::size_t sample, std::span<float> made) noexcept {
  const float wet = block.wet[sample];
  if (block.channels.size() == 1) {
    made[0] = wet * block.gains[0][sample];
    return;
  }
  const float apart = block.apart.empty() ? 0.0F : width_.value() * block.apart[sample];
  const float middle = std::sqrt(1.0F - apart * apart) * wet;
  const float difference = apart * other_.next(wet);
  const float kept = kept_side_.value();
  const float side = 0.5F * (block.channels[0][sample] - block.channels[1][sample]);
  made[0] = (1.0F - kept) * (block.gains[0][sample] * (middle + difference)) + kept * (wet + side);
  made[1] = (1.0F - kept) * (block.gains[1][sample] * (middle - difference)) + kept * (wet - side);
}

/// Silence, or the input as it is.
bool Mixer::is_still(const MixerBlock& block, std::size_t sample) const noexcept {
  if (bypass_.is_at(1.0F)) return true;
  if (block.wet[sample] != 0) return false;
  for (const float* const channel : block.channels)
    if (channel[sample] != 0) return false;
  return true;
}

bool Mixer::rests(const MixerBlock& block, std::size_t sample) noexcept {
  if (!is_still(block, sample)) {
    // What was not listened to may be another sound by now.
    if (still_samples_ > resting_samples_) loudness_.loosen();
    still_samples_ = 0;
    return false;
  }
  if (still_samples_ == resting_samples_) other_.reset();
  still_samples_ = std::min(still_samples_ + 1, resting_samples_ + 1);
  return still_samples_ > resting_samples_;
}

void Mixer::process(const MixerBlock& block, const Levels& told) noexcept {
  changes_.tell(told);
  const std::size_t count = block.channels.size();
  std::array<float, kMostChannels> frame{};
  for (std::size_t i = 0; i < block.wet.size(); ++i) {
    const Levels& levels = changes_.next();
    if (changes_.is_changed()) follow(levels);
    (void)width_.next();
    (void)kept_side_.next();
    const float share = mix_.next();
    const float output = output_.next();
    const float bypass = bypass_.next();
    const float match = match_.next();
    const float voice = wet_gain_.next();
    const float attacks = attacks_.next();
    const bool is_input = bypass == 1.0F || (share == 0.0F && output <= 1.0F);
    if (rests(block, i)) {
      for (std::size_t c = 0; c < count; ++c) frame[c] = block.channels[c][i];
    } else {
      listen(block, i, levels);
      place(block, i, frame);
      const float attack = block.attacks.empty() ? 0.0F : attacks * block.attacks[i];
      const float wet_gain = 1.0F + match * (loudness_.gain() - 1.0F);
      const float sum_gain = output * (1.0F + match * (loudness_.mix_gain(share, wet_gain) - 1.0F));
      for (std::size_t c = 0; c < count; ++c) {
        const float dry = block.channels[c][i];
        // Sums of products, which are exact where one weight is 0.
        const float made = voice * ((1.0F - attack) * (wet_gain * frame[c]) + attack * dry);
        const float wet = (1.0F - block.presence[i]) * dry + block.presence[i] * made;
        const float mixed = sum_gain * ((1.0F - share) * dry + share * wet);
        frame[c] = (1.0F - bypass) * mixed + bypass * dry;
      }
    }
    ceiling_.next(std::span(frame).first(count), levels.has_ceiling && !is_input);
    for (std::size_t c = 0; c < count; ++c) block.channels[c][i] = frame[c];
  }
}

}  // namespace driftwave
