#pragma once
/// How the resynthesis is brought to the loudness of what it was made from, and mixed with it without a dip.
#include <cstddef>

#include "plugin/engine/k_weighting.h"

namespace driftwave {

/// Compares K-weighted powers of dry and wet, in blocks of 10 ms that hold sound, over some 3 s; what comes
/// first counts at once. After loosen() the newest third of a second counts most.
///
/// Thread: one at a time; RT but for construction.
class LoudnessMatch {
 public:
  explicit LoudnessMatch(double rate_hz);

  struct Sample {
    float dry = 0;
    float wet = 0;
    float side = 0;      ///< the side chain
    float morph = 0;     ///< 0: the dry sound's loudness is wanted, 1: the side chain's
    bool counts = true;  ///< wet was made from dry, and in time
  };
  /// Samples of one moment, aligned.
  void listen(const Sample& sample) noexcept;

  /// For the wet sound to be as loud as is wanted, at the sample heard last.
  [[nodiscard]] float gain() const noexcept { return gain_.value; }
  /// For the sum (1 - share) dry + share gain wet to have the power of its parts, as far as they do not add
  /// up by themselves; 1 at both ends. @param gain on wet
  [[nodiscard]] float mix_gain(float share, float gain) const noexcept;

  /// What was heard matters less from now on.
  void loosen() noexcept;
  void reset() noexcept;

 private:
  /// A value that moves to its target within a block.
  struct Moving {
    float value = 1;
    float step = 0;
    float target = 1;
    void next() noexcept { value += step; }
    void aim(float to, std::size_t samples) noexcept {
      value = target;
      target = to;
      step = (to - value) / static_cast<float>(samples);
    }
  };
  struct Sums {
    double dry = 0;
    double wet = 0;
    double side = 0;
    double cross = 0;
  };
  void end_block() noexcept;

  double forget_;
  double least_weight_;
  std::size_t block_;
  KWeighting dry_filter_;
  KWeighting wet_filter_;
  KWeighting side_filter_;
  Sums now_;   ///< of the block
  Sums sums_;  ///< weighted by age
  double weight_ = 0;
  std::size_t heard_ = 0;  ///< samples of the block
  bool counts_ = true;
  float morph_ = 0;
  Moving gain_;
  Moving ratio_;      ///< power of wet over dry
  Moving alikeness_;  ///< cross power over the dry one
};

}  // namespace driftwave
