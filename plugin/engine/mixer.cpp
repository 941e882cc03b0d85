#include "plugin/engine/mixer.h"

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
    : changes_(settings.delay_samples),
      mix_(1.0F, ramp_samples(settings, kMixRampsPerSecond)),
      output_(1.0F, ramp_samples(settings, kMixRampsPerSecond)),
      bypass_(0.0F, ramp_samples(settings, kBypassRampsPerSecond)),
      match_(0.0F, ramp_samples(settings, kMatchRampsPerSecond)),
      loudness_(settings.sample_rate_hz),
      ceiling_(settings.sample_rate_hz, settings.channels) {}

void Mixer::reset() noexcept {
  changes_.reset();
  loudness_.reset();
  ceiling_.reset();
  is_first_ = true;
}

void Mixer::follow(const Levels& levels) noexcept {
  mix_.aim(levels.mix);
  output_.aim(levels.output_gain);
  bypass_.aim(number_of(levels.is_bypassed));
  match_.aim(number_of(levels.matches));
  if (std::exchange(is_first_, false)) {
    mix_.jump(levels.mix);
    output_.jump(levels.output_gain);
    bypass_.jump(number_of(levels.is_bypassed));
    match_.jump(number_of(levels.matches));
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
  const float wet = block.wet[sample] * gain;
  const bool has_side = !block.side.empty();
  // What is silent to the bit was not made yet, or is not at all.
  loudness_.listen({.dry = dry / channels,
                    .wet = wet / channels,
                    .side = has_side ? block.side[sample] : 0.0F,
                    .morph = has_side ? levels.morph : 0.0F,
                    .counts = block.presence[sample] == 1.0F && wet != 0.0F && !levels.is_held});
}

void Mixer::process(const MixerBlock& block, const Levels& told) noexcept {
  changes_.tell(told);
  std::array<float, kMostChannels> frame{};
  for (std::size_t i = 0; i < block.wet.size(); ++i) {
    const Levels& levels = changes_.next();
    follow(levels);
    listen(block, i, levels);
    const float share = mix_.next();
    const float output = output_.next();
    const float bypass = bypass_.next();
    const float match = match_.next();
    const float wet_gain = 1.0F + match * (loudness_.gain() - 1.0F);
    const float sum_gain = output * (1.0F + match * (loudness_.mix_gain(share, wet_gain) - 1.0F));
    for (std::size_t c = 0; c < block.channels.size(); ++c) {
      const float dry = block.channels[c][i];
      const float made = wet_gain * block.wet[i] * block.gains[c][i];
      // Sums of products, which are exact where one weight is 0.
      const float wet = (1.0F - block.presence[i]) * dry + block.presence[i] * made;
      const float mixed = sum_gain * ((1.0F - share) * dry + share * wet);
      frame[c] = (1.0F - bypass) * mixed + bypass * dry;
    }
    const bool is_input = bypass == 1.0F || (share == 0.0F && output <= 1.0F);
    ceiling_.next(std::span(frame).first(block.channels.size()), levels.has_ceiling && !is_input);
    for (std::size_t c = 0; c < block.channels.size(); ++c) block.channels[c][i] = frame[c];
  }
}

}  // namespace driftwave
