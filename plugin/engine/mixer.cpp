#include "plugin/engine/mixer.h"

#include <utility>

namespace driftwave {
namespace {

/// For a way of 1: full to nothing.
constexpr int kMixRampsPerSecond = 50;
constexpr int kBypassRampsPerSecond = 100;

std::size_t ramp_samples(const MixerSettings& settings, int per_second) {
  return static_cast<std::size_t>(settings.sample_rate_hz / per_second);
}

}  // namespace

Mixer::Mixer(const MixerSettings& settings)
    : changes_(settings.latency_samples),
      mix_(1.0F, ramp_samples(settings, kMixRampsPerSecond)),
      output_(1.0F, ramp_samples(settings, kMixRampsPerSecond)),
      bypass_(0.0F, ramp_samples(settings, kBypassRampsPerSecond)) {}

void Mixer::reset() noexcept {
  changes_.reset();
  is_first_ = true;
}

void Mixer::process(const MixerBlock& block, const Levels& told) noexcept {
  changes_.tell(told);
  for (std::size_t i = 0; i < block.wet.size(); ++i) {
    const Levels& levels = changes_.next();
    mix_.aim(levels.mix);
    output_.aim(levels.output_gain);
    bypass_.aim(levels.is_bypassed ? 1.0F : 0.0F);
    if (std::exchange(is_first_, false)) {
      mix_.jump(levels.mix);
      output_.jump(levels.output_gain);
      bypass_.jump(levels.is_bypassed ? 1.0F : 0.0F);
    }
    const float share = mix_.next();
    const float output = output_.next();
    const float bypass = bypass_.next();
    if (bypass == 1.0F) continue;
    for (std::size_t c = 0; c < block.channels.size(); ++c) {
      float& out = block.channels[c][i];
      const float dry = out;
      const float made = block.wet[i] * block.gains[c][i];
      // Sums of products, which are exact where one weight is 0.
      const float wet = (1.0F - block.presence[i]) * dry + block.presence[i] * made;
      const float mixed = output * ((1.0F - share) * dry + share * wet);
      out = (1.0F - bypass) * mixed + bypass * dry;
    }
  }
}

}  // namespace driftwave
