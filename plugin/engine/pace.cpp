#include "plugin/engine/pace.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace driftwave {
namespace {

std::atomic<int> sharing{0};

/// Of a core for one instance at most, and of all cores for all of them; the host and other plugins have the
/// rest.
constexpr double kMostOfACore = 0.4;
constexpr double kMostOfAllCores = 0.7;

/// Time for a piece, so that all instances together leave room on all cores.
double share_of_time() {
  const auto cores = static_cast<double>(std::max(1U, std::thread::hardware_concurrency()));
  return std::min(kMostOfACore, kMostOfAllCores * cores / std::max(1, sharing.load()));
}

}  // namespace

Pace::Pace() : deadline_({.max_steps = kMostSteps}) {
  ++sharing;
}

Pace::~Pace() {
  --sharing;
}

void Pace::start(const Piece& piece) noexcept {
  piece_ = piece;
  const double seconds = piece.is_behind ? 0.0 : share_of_time() * piece.seconds;
  deadline_.start(
      std::chrono::duration_cast<DeadlineGovernor::Clock::duration>(std::chrono::duration<double>(seconds)));
}

int Pace::remaining(int done, std::size_t frames) noexcept {
  const int wanted = piece_.steps != kAutoSteps ? piece_.steps : kMostSteps;
  // What it costs is learned in any case.
  const int in_time = deadline_.remaining(done, frames);
  const bool follows_time = piece_.steps == kAutoSteps && !piece_.is_offline;
  const int more = follows_time ? in_time : std::max(wanted - done, 0);
  last_steps_ = done + std::min(more, 1);
  return more;
}

void Pace::finish() noexcept {
  deadline_.finish();
}

}  // namespace driftwave
