#pragma once
/// How many denoising steps the plugin takes.
#include <chrono>
#include <cstddef>

#include "engine/streaming/deadline.h"
#include "engine/streaming/step_governor.h"

namespace driftwave {

inline constexpr int kAutoSteps = -1;
inline constexpr int kMostSteps = 8;

/// A fixed number, or what a fair share of this machine's cores allows. Every pace counts as one that shares.
///
/// Thread: one at a time; RT but for construction.
class Pace final : public StepGovernor {
 public:
  Pace();
  ~Pace() override;
  Pace(const Pace&) = delete;
  Pace& operator=(const Pace&) = delete;

  struct Piece {
    int steps = kAutoSteps;
    /// Nobody waits: kAutoSteps takes all there are.
    bool is_offline = false;
    /// Sound in the piece.
    double seconds = 0;
    /// More sound is waiting than should be.
    bool is_behind = false;
  };
  /// A piece begins ..
  void start(const Piece& piece) noexcept;
  [[nodiscard]] int remaining(int done, std::size_t frames) noexcept override;
  /// .. and is done.
  void finish() noexcept;

  /// Steps that the last frames had.
  [[nodiscard]] int last_steps() const noexcept { return last_steps_; }

 private:
  DeadlineGovernor deadline_;
  Piece piece_;
  int last_steps_ = 0;
};

}  // namespace driftwave
