#pragma once
/// Two settings to hear in turn.
#include <array>
#include <optional>

#include "plugin/saved_state.h"

namespace driftwave {

/// Side A is heard first; side B begins as a copy of it. Thread: the message thread.
class Comparison {
 public:
  /// Keeps the settings of the side that is heard and gives those of the other.
  void choose(int side, juce::AudioProcessorValueTreeState& state) {
    if (side == chosen_) return;
    sides_[static_cast<std::size_t>(chosen_)] = take_state(state, {});
    chosen_ = side;
    const std::optional<SavedState>& other = sides_[static_cast<std::size_t>(side)];
    if (other) give_state(*other, state);
  }
  /// Gives the settings that are heard to the other side too.
  void copy(const juce::AudioProcessorValueTreeState& state) {
    sides_[static_cast<std::size_t>(1 - chosen_)] = take_state(state, {});
  }
  [[nodiscard]] int chosen() const noexcept { return chosen_; }

 private:
  std::array<std::optional<SavedState>, 2> sides_;
  int chosen_ = 0;
};

}  // namespace driftwave
