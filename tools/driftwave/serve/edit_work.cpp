#include "tools/driftwave/serve/edit_work.h"

#include <algorithm>
#include <chrono>
#include <span>

namespace driftwave {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kTurn{20};
/// Pieces of sound in a second.
constexpr std::size_t kPiecesPerSecond = 5;

}  // namespace

EditWork::~EditWork() {
  cancel();
}

void EditWork::cancel() noexcept {
  {
    const std::lock_guard lock(mutex_);
    is_cancelled_ = true;
  }
  changed_.notify_all();
}

void EditWork::run() {
  Clock::time_point turn_ends = Clock::now() + kTurn;
  const auto progress = [&](double) {
    std::unique_lock lock(mutex_);
    if (Clock::now() >= turn_ends) {
      is_edits_turn_ = false;
      changed_.notify_all();
      changed_.wait(lock, [this] { return is_edits_turn_ || is_cancelled_; });
      turn_ends = Clock::now() + kTurn;
    }
    return !is_cancelled_;
  };
  AudioBuffer made;
  std::exception_ptr failure;
  try {
    made = edit_(progress);
  } catch (...) {
    failure = std::current_exception();
  }
  {
    const std::lock_guard lock(mutex_);
    made_ = std::move(made);
    failure_ = failure;
    has_ended_ = true;
  }
  changed_.notify_all();
}

bool EditWork::take_turn() {
  std::unique_lock lock(mutex_);
  if (has_ended_) return false;
  is_edits_turn_ = true;
  if (!thread_.joinable()) thread_ = std::jthread([this] { run(); });
  changed_.notify_all();
  changed_.wait(lock, [this] { return !is_edits_turn_ || has_ended_; });
  return true;
}

SoundWork::Step EditWork::next(SoundPiece& piece) {
  if (take_turn()) return Step::kPiece;
  if (failure_) std::rethrow_exception(failure_);
  const std::size_t frames = static_cast<std::size_t>(made_.sample_rate_hz) / kPiecesPerSecond;
  const std::span<const float> rest = std::span<const float>(made_.samples).subspan(given_);
  const auto part = rest.first(std::min(rest.size(), frames * static_cast<std::size_t>(made_.channels)));
  given_ += part.size();
  piece.samples.assign(part.begin(), part.end());
  piece.layout = {.sample_rate_hz = made_.sample_rate_hz, .channels = made_.channels, .bits = made_.bits};
  return part.empty() ? Step::kEnd : Step::kPiece;
}

}  // namespace driftwave
