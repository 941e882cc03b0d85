#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace driftwave {

/// How dry and wet are put together.
struct Levels {
  float mix = 1.0F;  ///< 0 dry .. 1 resynthesised
  float output_gain = 1.0F;
  bool is_bypassed = false;  ///< the dry sound, to the bit
  bool matches = false;      ///< the wet sound is brought to the dry one's loudness, and mixed without a dip
  bool has_ceiling = false;
  float width = 0.0F;      ///< 0: channels differ by their levels, 1: as much as the input's do
  float kept_side = 0.0F;  ///< how much of the difference of the input's channels is kept as it is
  float attacks = 0.0F;    ///< how much of the input's own attacks stands in for smeared ones
  float wet_gain = 1.0F;   ///< on the wet sound, beyond its loudness
  float morph = 0.0F;      ///< how much the side chain's loudness is wanted instead
  bool is_held = false;    ///< the wet sound is not made from the dry one
  unsigned turns = 0;      ///< another number: what is made sounds otherwise from here on
  unsigned restarts = 0;   ///< another number: a new sound begins

  bool operator==(const Levels&) const = default;
};

/// Levels that come in with a sample and are used when that sample comes out, a fixed number of samples
/// later. Thread: one at a time; all but construction is RT.
class LevelChanges {
 public:
  explicit LevelChanges(std::size_t delay_samples) : delay_(delay_samples), ring_(kMostOnTheirWay) {}

  /// The levels of the sample that comes in next.
  void tell(const Levels& levels) noexcept {
    if (is_first_) {
      now_ = told_ = levels;
      has_changed_ = true;
    }
    is_first_ = false;
    if (levels == told_) return;
    told_ = levels;
    // Where too many are on their way, the newest one counts from where the one before it did.
    if (count_ == ring_.size()) {
      ring_[(first_ + count_ - 1) % ring_.size()].levels = levels;
      return;
    }
    ring_[(first_ + count_++) % ring_.size()] = {.due = heard_ + delay_, .levels = levels};
  }

  /// A sample comes in. @return the levels of the one that comes out.
  const Levels& next() noexcept {
    is_changed_ = has_changed_;
    has_changed_ = false;
    while (count_ > 0 && ring_[first_].due <= heard_) {
      now_ = ring_[first_].levels;
      is_changed_ = true;
      first_ = (first_ + 1) % ring_.size();
      --count_;
    }
    ++heard_;
    return now_;
  }

  /// Whether the levels that next() gave last are others than those before.
  [[nodiscard]] bool is_changed() const noexcept { return is_changed_; }

  /// The levels told next are used at once.
  void reset() noexcept {
    first_ = count_ = 0;
    is_first_ = true;
  }

 private:
  static constexpr std::size_t kMostOnTheirWay = 4096;
  struct Change {
    std::uint64_t due = 0;
    Levels levels;
  };

  std::size_t delay_;
  std::vector<Change> ring_;
  std::size_t first_ = 0;
  std::size_t count_ = 0;
  std::uint64_t heard_ = 0;
  Levels told_;
  Levels now_;
  bool is_first_ = true;
  bool has_changed_ = false;  ///< since next()
  bool is_changed_ = false;
};

}  // namespace driftwave
