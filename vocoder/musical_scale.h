#pragma once
/// Notes of a key, for harmonies and retuning.
#include <array>
#include <cmath>
#include <cstddef>

namespace driftwave {

enum class ScaleKind { kChromatic, kMajor, kMinor, kHarmonicMinor, kDorian, kMixolydian };

struct MusicalScale {
  ScaleKind kind = ScaleKind::kMajor;
  int root = 0;  ///< 0: C .. 11: B

  bool operator==(const MusicalScale&) const = default;
};

/// Steps of a scale counted from its root below MIDI note 0, so that neighbours differ by one. RT.
class ScaleSteps {
 public:
  explicit ScaleSteps(const MusicalScale& scale) noexcept : root_(scale.root), steps_(steps_of(scale.kind)) {}

  /// Of the note of the scale that is nearest; the lower of two.
  [[nodiscard]] int nearest(float note) const noexcept {
    const int octave = static_cast<int>(std::floor((note - static_cast<float>(root_)) / 12.0F));
    int best = (octave - 1) * steps_.count;
    for (int step = best; step <= (octave + 2) * steps_.count; ++step)
      if (std::abs(note_of(step) - note) < std::abs(note_of(best) - note)) best = step;
    return best;
  }
  /// MIDI note of a step.
  [[nodiscard]] float note_of(int step) const noexcept {
    const int octave = (step >= 0 ? step : step - steps_.count + 1) / steps_.count;
    const auto in_octave = static_cast<std::size_t>(step - octave * steps_.count);
    return static_cast<float>(root_ + 12 * octave + steps_.semitones[in_octave]);
  }

 private:
  struct Steps {
    int count = 12;
    std::array<int, 12> semitones{};
  };
  static Steps steps_of(ScaleKind kind) noexcept {
    switch (kind) {
      case ScaleKind::kMajor:
        return {7, {0, 2, 4, 5, 7, 9, 11}};
      case ScaleKind::kMinor:
        return {7, {0, 2, 3, 5, 7, 8, 10}};
      case ScaleKind::kHarmonicMinor:
        return {7, {0, 2, 3, 5, 7, 8, 11}};
      case ScaleKind::kDorian:
        return {7, {0, 2, 3, 5, 7, 9, 10}};
      case ScaleKind::kMixolydian:
        return {7, {0, 2, 4, 5, 7, 9, 10}};
      case ScaleKind::kChromatic:
        break;
    }
    return {12, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}};
  }

  int root_;
  Steps steps_;
};

/// The step of a scale that a melody is on, which does not flicker while a voice wavers. RT.
class ScaleFollower {
 public:
  void reset() noexcept { has_step_ = false; }
  /// @return the step at which a note in a voice's MIDI pitch is.
  int follow(const MusicalScale& scale, float note) noexcept {
    const ScaleSteps steps(scale);
    const int nearest = steps.nearest(note);
    const bool stays =
        has_step_ && scale == scale_ &&
        std::abs(note - steps.note_of(step_)) < std::abs(note - steps.note_of(nearest)) + kHysteresisSt;
    if (!stays) step_ = nearest;
    has_step_ = true;
    scale_ = scale;
    return step_;
  }

 private:
  static constexpr float kHysteresisSt = 0.3F;
  MusicalScale scale_;
  int step_ = 0;
  bool has_step_ = false;
};

}  // namespace driftwave
