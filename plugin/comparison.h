#pragma once
/// Two settings to hear in turn.
#include <optional>
#include <utility>

#include "plugin/saved_state.h"

namespace driftwave {

/// Side A is heard first; side B begins as a copy of it. Thread: the message thread.
class Comparison {
 public:
  /// Keeps the settings that were heard and gives those of the other side.
  [[nodiscard]] Settings change_sides(const Settings& heard) {
    chosen_ = 1 - chosen_;
    return std::exchange(other_, heard).value_or(heard);
  }
  /// Gives the settings that are heard to the other side too.
  void copy(const Settings& heard) { other_ = heard; }
  [[nodiscard]] int chosen() const noexcept { return chosen_; }

  /// As saved.
  [[nodiscard]] const std::optional<Settings>& other() const noexcept { return other_; }
  void open(int chosen, std::optional<Settings> other) {
    chosen_ = chosen;
    other_ = std::move(other);
  }

 private:
  std::optional<Settings> other_;  ///< of the side that is not heard
  int chosen_ = 0;
};

}  // namespace driftwave
