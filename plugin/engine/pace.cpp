#include "plugin/engine/pace.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <tuple>

namespace driftwave {
namespace {

std::atomic<int> sharing{0};

/// Of a core for one instance at most, and of all cores for all of them; the host and other plugins have the
/// rest.
constexpr double kMostOfACore = 0.4;
constexpr double kMostOfAllCores = 0.7;
/// Of the time, to plan with; the rest is for what cannot be foreseen.
constexpr double kPlannedShare = 0.8;
/// A price that keeps everyone from paying would never be corrected.
constexpr double kCheaper = 0.9;

/// Time for a piece, so that all instances together leave room on all cores.
double share_of_time() {
  const auto cores = static_cast<double>(std::max(1U, std::thread::hardware_concurrency()));
  return std::min(kMostOfACore, kMostOfAllCores * cores / std::max(1, sharing.load()));
}

double seconds(Pace::Clock::duration d) {
  return std::chrono::duration<double>(d).count();
}

}  // namespace

void RecentCost::add(double seconds) noexcept {
  ring_[count_++ % ring_.size()] = seconds;
  std::array<double, std::tuple_size_v<decltype(ring_)>> sorted = ring_;
  const std::size_t known = std::min(count_, ring_.size());
  std::sort(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(known));
  median_ = sorted[known / 2];
}

Pace::Pace(int auto_steps, Now now)
    : auto_steps_(auto_steps), now_(now != nullptr ? now : +[]() noexcept { return Clock::now(); }) {
  ++sharing;
}

Pace::~Pace() {
  --sharing;
}

void Pace::start(const Piece& piece) noexcept {
  piece_ = piece;
  budget_seconds_ = kPlannedShare * share_of_time() * piece.seconds;
  started_ = last_asked_ = now_();
  done_ = planned_ = 0;
  frames_ = 0;
}

void Pace::learn(int done, double frames) noexcept {
  const Clock::time_point now = now_();
  const double since = seconds(now - last_asked_) / frames;
  if (frames_ == 0) {
    head_cost_.add(since);
  } else if (done > done_) {
    step_cost_.add(since);
  }
  done_ = done;
  frames_ = frames;
  last_asked_ = now;
}

/// One step at least as long as a step usually fits, and one to end what was begun: what a piece that was
/// held up lacks of time, the next ones make up for.
int Pace::steps_in_time(int done, double frames) const noexcept {
  if (done >= auto_steps_) return 0;
  // The first piece of all tries one step: without it nothing would ever be known.
  if (!step_cost_.is_known()) return done == 0 ? 1 : 0;
  const double step = step_cost_.median() * frames;
  const double around = (head_cost_.median() + tail_cost_.median()) * frames;
  if (around + step > budget_seconds_) return 0;
  const double left = piece_.is_behind
                          ? 0.0
                          : budget_seconds_ - seconds(last_asked_ - started_) - tail_cost_.median() * frames;
  const int most = auto_steps_ - done;
  const int in_time = left >= step * most ? most : static_cast<int>(std::max(left, 0.0) / step);
  return done == 0 || done < planned_ ? std::max(in_time, 1) : in_time;
}

int Pace::remaining(int done, std::size_t frames) noexcept {
  if (frames == 0) return 0;
  // What it costs is learned in any case.
  learn(done, static_cast<double>(frames));
  int more = std::max((piece_.steps != kAutoSteps ? piece_.steps : auto_steps_) - done, 0);
  if (piece_.steps == kAutoSteps && !piece_.is_offline) more = steps_in_time(done, frames_);
  planned_ = done + more;
  last_steps_ = done + std::min(more, 1);
  return more;
}

void Pace::finish() noexcept {
  if (frames_ == 0) return;
  tail_cost_.add(seconds(now_() - last_asked_) / frames_);
  if (done_ == 0 && step_cost_.is_known()) step_cost_.add(kCheaper * step_cost_.median());
}

}  // namespace driftwave
