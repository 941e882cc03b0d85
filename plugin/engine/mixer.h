#pragma once
/// Dry and wet, put together.
#include <array>
#include <cstddef>
#include <span>

#include "plugin/engine/ceiling.h"
#include "plugin/engine/decorrelator.h"
#include "plugin/engine/level_changes.h"
#include "plugin/engine/loudness_match.h"
#include "plugin/engine/ramp.h"

namespace driftwave {

inline constexpr std::size_t kMostChannels = 2;

struct MixerSettings {
  int sample_rate_hz = 44100;
  std::size_t channels = 2;
  std::size_t delay_samples = 0;  ///< by which dry and wet come later than the levels that they came with
};

/// A block of dry and wet, aligned.
struct MixerBlock {
  std::span<float* const> channels;  ///< the dry sound, in place
  std::span<const float> wet;
  std::span<const float> presence;                ///< 0 where the dry sound stands in for the wet one
  std::array<const float*, kMostChannels> gains;  ///< on the wet sound, for each channel
  std::span<const float> side = {};               ///< the side chain; empty: there is none
  std::span<const float> apart = {};              ///< StereoBalance::Place::apart; empty: 0
  std::span<const float> attacks = {};            ///< where the dry sound's attack is wanted; empty: nowhere
};

/// Follows levels softly, and lets nothing past the ceiling. Where only the dry sound is wanted, it is the
/// input's to the bit.
///
/// Thread: one at a time; all but construction is RT.
class Mixer {
 public:
  explicit Mixer(const MixerSettings& settings);

  /// @param levels of the samples that came in with the block: they are heard delay_samples later.
  void process(const MixerBlock& block, const Levels& levels) noexcept;
  /// As before the first sample.
  void reset() noexcept;

  /// By which all comes out later than it came in.
  [[nodiscard]] static std::size_t latency_samples(int sample_rate_hz) noexcept {
    return Ceiling::latency_samples(sample_rate_hz);
  }

 private:
  void follow(const Levels& levels) noexcept;
  void listen(const MixerBlock& block, std::size_t sample, const Levels& levels) noexcept;
  [[nodiscard]] bool is_still(const MixerBlock& block, std::size_t sample) const noexcept;
  /// @return whether there is nothing to mix, for so long that nothing lingers.
  [[nodiscard]] bool rests(const MixerBlock& block, std::size_t sample) noexcept;
  void place(const MixerBlock& block, std::size_t sample, std::span<float> made) noexcept;

  std::size_t resting_samples_;  ///< of stillness after which it rests
  std::size_t still_samples_ = 0;
  LevelChanges changes_;
  Ramp mix_;
  Ramp output_;
  Ramp bypass_;
  Ramp match_;  ///< 1: wholly
  Ramp width_;
  Ramp kept_side_;
  Ramp attacks_;
  Ramp wet_gain_;
  Decorrelator other_;
  LoudnessMatch loudness_;
  Ceiling ceiling_;
  unsigned turns_ = 0;
  unsigned restarts_ = 0;
  bool is_first_ = true;
};

}  // namespace driftwave
