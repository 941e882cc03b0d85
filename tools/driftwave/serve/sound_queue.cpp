#include "tools/driftwave/serve/sound_queue.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace driftwave {
namespace {

using Clock = std::chrono::steady_clock;

std::chrono::nanoseconds nanoseconds_of(double seconds) {
  return std::chrono::nanoseconds(static_cast<std::int64_t>(1e9 * seconds));
}

std::chrono::nanoseconds length_of(const SoundPiece& piece, int sample_rate_hz) {
  const int rate_hz = piece.layout.sample_rate_hz > 0 ? piece.layout.sample_rate_hz : sample_rate_hz;
  return nanoseconds_of(static_cast<double>(piece.samples.size()) / piece.layout.channels / rate_hz);
}

}  // namespace

/// Guarded by the queue's mutex, but for what the thread that computes does to the work.
struct SoundOrder::Ordered {
  std::shared_ptr<SoundWork> work;
  /// When its listener will have heard all that was computed; before the first sound, when it was ordered.
  Clock::time_point missed_at = Clock::now();
  bool has_begun = false;  ///< has had a turn
  bool has_sounded = false;
  std::deque<SoundPiece> ready;
  std::chrono::nanoseconds ready_length{0};
  std::exception_ptr failure;
  bool is_computed = false;  ///< right now
  bool has_nothing = false;  ///< until it is woken
  bool was_woken = false;    ///< while it was computed
  bool has_ended = false;
  bool is_cancelled = false;
  std::condition_variable changed;
};

SoundOrder::SoundOrder(SoundQueue& queue, std::shared_ptr<Ordered> ordered)
    : queue_(queue), ordered_(std::move(ordered)) {}

SoundOrder::~SoundOrder() {
  queue_.cancel(ordered_);
}

SoundOrder::State SoundOrder::take(SoundPiece& piece, std::chrono::milliseconds patience) {
  std::unique_lock lock(queue_.mutex_);
  Ordered& ordered = *ordered_;
  ordered.changed.wait_for(lock, patience, [&] { return !ordered.ready.empty() || ordered.has_ended; });
  if (!ordered.ready.empty()) {
    piece = std::move(ordered.ready.front());
    ordered.ready.pop_front();
    ordered.ready_length -= length_of(piece, queue_.options_.sample_rate_hz);
    queue_.work_to_do_.notify_one();
    return State::kPiece;
  }
  if (!ordered.has_ended) return State::kPending;
  if (ordered.failure) std::rethrow_exception(std::exchange(ordered.failure, nullptr));
  return State::kEnd;
}

void SoundOrder::wake() {
  const std::lock_guard lock(queue_.mutex_);
  ordered_->was_woken = true;
  if (std::exchange(ordered_->has_nothing, false)) {
    // Who had nothing to say is not late.
    ordered_->missed_at = std::max(ordered_->missed_at, Clock::now());
    queue_.work_to_do_.notify_one();
  }
}

SoundQueue::SoundQueue(const SoundQueueOptions& options) : options_(options) {
  for (int i = 0; i < options.cores; ++i) threads_.emplace_back([this] { compute(); });
}

SoundQueue::~SoundQueue() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
  }
  work_to_do_.notify_all();
}

std::unique_ptr<SoundOrder> SoundQueue::order(std::shared_ptr<SoundWork> work) {
  auto ordered = std::make_shared<Ordered>();
  ordered->work = std::move(work);
  {
    const std::lock_guard lock(mutex_);
    if (orders_.size() >= options_.max_orders) return nullptr;
    orders_.push_back(ordered);
  }
  work_to_do_.notify_one();
  return std::unique_ptr<SoundOrder>(new SoundOrder(*this, std::move(ordered)));
}

std::size_t SoundQueue::orders() const {
  const std::lock_guard lock(mutex_);
  return orders_.size();
}

int SoundQueue::retry_after_seconds() const {
  // Measured work for each second of sound, and a few seconds of sound for each order.
  constexpr double kSoundOfAnOrder = 5.0;
  const double cost = busy_seconds() / std::max(1.0, sound_seconds()) / options_.cores;
  const double half = 0.5 * kSoundOfAnOrder * static_cast<double>(orders());
  return std::clamp(static_cast<int>(std::ceil(cost * half)), 1, 60);
}

void SoundQueue::cancel(const std::shared_ptr<Ordered>& ordered) {
  std::shared_ptr<SoundWork> unwanted;  // ends outside of the lock
  const std::lock_guard lock(mutex_);
  std::erase(orders_, ordered);
  ordered->is_cancelled = true;
  if (ordered->work) ordered->work->cancel();
  if (!ordered->is_computed) unwanted = std::move(ordered->work);
}

std::shared_ptr<SoundQueue::Ordered> SoundQueue::most_urgent() const {
  const std::chrono::nanoseconds ahead = nanoseconds_of(options_.ahead_seconds);
  std::shared_ptr<Ordered> best;
  for (const auto& ordered : orders_) {
    if (ordered->is_computed || ordered->has_nothing || ordered->has_ended) continue;
    if (ordered->ready_length >= ahead) continue;
    const auto urgency = [](const Ordered& of) { return std::pair(of.has_begun, of.missed_at); };
    if (!best || urgency(*ordered) < urgency(*best)) best = ordered;
  }
  return best;
}

void SoundQueue::compute() {
  std::unique_lock lock(mutex_);
  while (!ends_) {
    if (const std::shared_ptr<Ordered> ordered = most_urgent()) {
      compute_piece(ordered, lock);
    } else {
      work_to_do_.wait(lock);
    }
  }
}

void SoundQueue::compute_piece(const std::shared_ptr<Ordered>& ordered, std::unique_lock<std::mutex>& lock) {
  ordered->is_computed = true;
  ordered->was_woken = false;
  lock.unlock();
  SoundPiece piece;
  SoundWork::Step step = SoundWork::Step::kEnd;
  std::exception_ptr failure;
  const Clock::time_point start = Clock::now();
  try {
    step = ordered->work->next(piece);
  } catch (...) {
    failure = std::current_exception();
  }
  const Clock::time_point end = Clock::now();
  busy_ns_ += static_cast<std::uint64_t>((end - start).count());
  const std::chrono::nanoseconds length = length_of(piece, options_.sample_rate_hz);
  sound_ns_ += static_cast<std::uint64_t>(length.count());
  std::shared_ptr<SoundWork> finished;
  lock.lock();
  ordered->is_computed = false;
  if (!piece.samples.empty()) {
    if (!std::exchange(ordered->has_sounded, true)) ordered->missed_at = end;
    ordered->missed_at += length;
  } else if (step == SoundWork::Step::kPiece) {
    // Work that gives no sound yet lets others in between, as if it had given as much as it took.
    ordered->missed_at = end + (end - start);
  }
  ordered->has_begun = ordered->has_begun || step == SoundWork::Step::kPiece;
  ordered->has_nothing = step == SoundWork::Step::kNothingYet && !ordered->was_woken;
  ordered->has_ended = step == SoundWork::Step::kEnd;
  ordered->failure = failure;
  ordered->ready_length += length;
  if (!piece.samples.empty() || !piece.events.empty()) ordered->ready.push_back(std::move(piece));
  if (ordered->has_ended || ordered->is_cancelled) finished = std::move(ordered->work);
  ordered->changed.notify_one();
  // The work ends outside of the lock, too: it may own much.
  lock.unlock();
  finished.reset();
  lock.lock();
}

}  // namespace driftwave
