#pragma once
/// Dry and wet, put together.
#include <array>
#include <cstddef>
#include <span>

#include "plugin/engine/level_changes.h"
#include "plugin/engine/ramp.h"

namespace driftwave {

inline constexpr std::size_t kMostChannels = 2;

struct MixerSettings {
  int sample_rate_hz = 44100;
  std::size_t latency_samples = 0;  ///< by which dry and wet come later than the levels that they came with
};

/// A block of dry and wet, aligned.
struct MixerBlock {
  std::span<float* const> channels;  ///< the dry sound, in place
  std::span<const float> wet;
  std::span<const float> presence;                ///< 0 where the dry sound stands in for the wet one
  std::array<const float*, kMostChannels> gains;  ///< on the wet sound, for each channel
};

/// Follows levels softly. Where only the dry sound is wanted, it is the input's to the bit.
///
/// Thread: one at a time; all but construction is RT.
class Mixer {
 public:
  explicit Mixer(const MixerSettings& settings);

  /// @param levels of the samples that came in with the block: they are heard latency_samples later.
  void process(const MixerBlock& block, const Levels& levels) noexcept;
  /// As before the first sample.
  void reset() noexcept;

 private:
  LevelChanges changes_;
  Ramp mix_;
  Ramp output_;
  Ramp bypass_;
  bool is_first_ = true;
};

}  // namespace driftwave
