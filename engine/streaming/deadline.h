#pragma once
/// As many denoising steps as time allows.
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "engine/streaming/step_governor.h"

namespace driftwave {

struct DeadlineOptions {
  int max_steps = 8;
  /// Share of the budget to plan with; the rest is for what cannot be foreseen.
  double planned_share = 0.8;
};

/// Measures what blocks and their steps cost, and takes as many steps as fit into the budget of each block:
/// none when even one would not. Between steps it looks at the clock again, so that a block which was held up
/// ends early instead of late. Costs are remembered at their worst and forgiven slowly.
///
///   governor.start(budget);            // as soon as the block is there
///   stream.process(frames, governor, out);
///   governor.finish();
///
/// Thread: one at a time; RT but for construction.
class DeadlineGovernor final : public StepGovernor {
 public:
  using Clock = std::chrono::steady_clock;
  /// For tests: what to read the time from.
  using Now = Clock::time_point (*)() noexcept;

  explicit DeadlineGovernor(const DeadlineOptions& options, Now now = nullptr);

  /// A block begins and must be done `budget` from now.
  void start(Clock::duration budget) noexcept;
  [[nodiscard]] int remaining(int done, std::size_t frames) noexcept override;
  /// The block is done.
  void finish() noexcept;

  /// Steps of the last block.
  [[nodiscard]] int last_steps() const noexcept { return done_; }
  /// Blocks that took 0, 1, 2 .. steps so far; the last entry counts all above it.
  static constexpr std::size_t kCounted = 17;
  [[nodiscard]] const std::array<std::uint64_t, kCounted>& blocks_by_steps() const noexcept {
    return blocks_by_steps_;
  }
  /// Blocks that were done after their deadline.
  [[nodiscard]] std::uint64_t misses() const noexcept { return misses_; }

 private:
  DeadlineOptions options_;
  Now now_;
  Clock::time_point started_;
  Clock::time_point last_asked_;
  double budget_seconds_ = 0;
  int done_ = 0;
  std::size_t frames_ = 0;
  /// Seconds a frame: of one step, and of the work around the steps (before the first, after the last).
  double step_cost_ = 0;
  double head_cost_ = 0;
  double tail_cost_ = 0;
  bool knows_steps_ = false;
  std::uint64_t misses_ = 0;
  std::array<std::uint64_t, kCounted> blocks_by_steps_{};
};

}  // namespace driftwave
