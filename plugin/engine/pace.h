#pragma once
/// How many denoising steps the plugin takes.
#include <array>
#include <chrono>
#include <cstddef>

#include "engine/streaming/step_governor.h"

namespace driftwave {

inline constexpr int kAutoSteps = -1;
inline constexpr int kMostSteps = 8;

/// What something cost of late: the median, which a hiccup does not move. Thread: one at a time; RT.
class RecentCost {
 public:
  void add(double seconds) noexcept;
  [[nodiscard]] double median() const noexcept { return median_; }
  [[nodiscard]] bool is_known() const noexcept { return count_ > 0; }

 private:
  std::array<double, 15> ring_{};
  std::size_t count_ = 0;
  double median_ = 0;
};

/// A fixed number, or what a fair share of this machine's cores allows. Every pace counts as one that shares.
///
/// Thread: one at a time; RT but for construction.
class Pace final : public StepGovernor {
 public:
  using Clock = std::chrono::steady_clock;
  /// For tests: what to read the time from.
  using Now = Clock::time_point (*)() noexcept;

  /// @param auto_steps the most that kAutoSteps takes: as many as the model is best with, for more would
  /// sound different and cost time.
  explicit Pace(int auto_steps, Now now = nullptr);
  ~Pace() override;
  Pace(const Pace&) = delete;
  Pace& operator=(const Pace&) = delete;

  struct Piece {
    int steps = kAutoSteps;
    /// Nobody waits: kAutoSteps takes as many as it may.
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
  void learn(int done, double frames) noexcept;
  [[nodiscard]] int steps_in_time(int done, double frames) const noexcept;

  int auto_steps_;
  Now now_;
  Piece piece_;
  double budget_seconds_ = 0;
  Clock::time_point started_;
  Clock::time_point last_asked_;
  int done_ = 0;
  int planned_ = 0;    ///< steps of these frames, as answered last
  double frames_ = 0;  ///< of the piece; 0: it was not asked for yet
  // Seconds a frame: of one step, and of the work around the steps.
  RecentCost step_cost_;
  RecentCost head_cost_;
  RecentCost tail_cost_;
  int last_steps_ = 0;
};

}  // namespace driftwave
