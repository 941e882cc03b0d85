#include "engine/streaming/deadline.h"

#include <algorithm>

#include "engine/core/error.h"

namespace driftwave {
namespace {

/// A worst case is forgotten at this share a block: by half in about 70.
constexpr double kForgiveness = 0.01;

double seconds(DeadlineGovernor::Clock::duration d) {
  return std::chrono::duration<double>(d).count();
}

void remember(double& cost, double measured) {
  cost = std::max(measured, cost + kForgiveness * (measured - cost));
}

}  // namespace

DeadlineGovernor::DeadlineGovernor(const DeadlineOptions& options, Now now)
    : options_(options), now_(now != nullptr ? now : +[]() noexcept { return Clock::now(); }) {
  if (options.max_steps < 0) throw Error("DeadlineGovernor: max_steps: want >= 0, got {}", options.max_steps);
  if (!(options.planned_share > 0 && options.planned_share <= 1))
    throw Error("DeadlineGovernor: planned_share: want more than 0 and at most 1, got {}",
                options.planned_share);
}

void DeadlineGovernor::start(Clock::duration budget) noexcept {
  started_ = last_asked_ = now_();
  budget_seconds_ = seconds(budget);
  done_ = 0;
  frames_ = 0;
}

int DeadlineGovernor::remaining(int done, std::size_t frames) noexcept {
  const Clock::time_point now = now_();
  const double per_frame = frames > 0 ? 1.0 / static_cast<double>(frames) : 0.0;
  const double since = seconds(now - last_asked_) * per_frame;
  if (frames_ == 0) {
    remember(head_cost_, since);
  } else if (done > done_) {
    remember(step_cost_, since);
    knows_steps_ = true;
  }
  done_ = done;
  frames_ = frames;
  last_asked_ = now;
  const double left = options_.planned_share * budget_seconds_ - seconds(now - started_) -
                      tail_cost_ * static_cast<double>(frames);
  if (left <= 0) return 0;
  // The first block of all tries one step: without it nothing would ever be known.
  if (!knows_steps_) return done == 0 ? std::min(1, options_.max_steps) : 0;
  const double cost = step_cost_ * static_cast<double>(frames);
  const int room = options_.max_steps - done;
  return cost * room <= left ? room : static_cast<int>(left / cost);
}

void DeadlineGovernor::finish() noexcept {
  const Clock::time_point now = now_();
  if (frames_ > 0) remember(tail_cost_, seconds(now - last_asked_) / static_cast<double>(frames_));
  // A price that keeps everyone from paying would never be corrected.
  if (done_ == 0) step_cost_ *= 1.0 - kForgiveness;
  if (seconds(now - started_) > budget_seconds_) ++misses_;
  if (frames_ > 0) ++blocks_by_steps_[std::min(static_cast<std::size_t>(done_), kCounted - 1)];
}

}  // namespace driftwave
