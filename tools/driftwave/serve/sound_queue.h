#pragma once
/// Sound for many listeners from few cores.
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "tts/speech_session.h"

namespace driftwave {

/// How samples are to be taken.
struct SoundLayout {
  int sample_rate_hz = 0;  ///< 0: the queue's
  int channels = 1;
  int bits = 16;  ///< that a file without loss should keep, as AudioBuffer::bits

  bool operator==(const SoundLayout&) const = default;
};

/// A fraction of a second.
struct SoundPiece {
  std::vector<float> samples;  ///< interleaved
  SoundLayout layout;          ///< the same for all pieces of a sound
  std::vector<SpeechEvent> events;
};

/// What is computed piece by piece: a text on its way through the voice, a recording on its way through the
/// vocoder.
class SoundWork {
 public:
  enum class Step { kPiece, kNothingYet, kEnd };

  virtual ~SoundWork() = default;
  /// Computes the next piece, which may be without sound where there is more to do before. kNothingYet waits
  /// for SoundOrder::wake(). @throws any exception, which ends it.
  virtual Step next(SoundPiece& piece) = 0;
  /// Nobody listens any more: next() may return early. Thread: any.
  virtual void cancel() noexcept {}
};

struct SoundQueueOptions {
  int cores = 1;                ///< threads that compute
  std::size_t max_orders = 64;  ///< that are computed or heard at once
  int sample_rate_hz = 44100;
  double ahead_seconds = 10.0;  ///< of sound that a listener has not taken: then its work rests
};

class SoundQueue;

/// One listener's sound. Its end cancels the work.
///
/// Thread: one at a time, but for wake().
class SoundOrder {
 public:
  enum class State { kPiece, kPending, kEnd };

  SoundOrder(const SoundOrder&) = delete;
  SoundOrder& operator=(const SoundOrder&) = delete;
  ~SoundOrder();

  /// Takes the next piece, waiting for it at most so long. @throws what the work threw, after the pieces that
  /// came before.
  [[nodiscard]] State take(SoundPiece& piece, std::chrono::milliseconds patience);
  /// There is more for the work to do. Thread: any.
  void wake();

 private:
  friend class SoundQueue;
  struct Ordered;
  SoundOrder(SoundQueue& queue, std::shared_ptr<Ordered> ordered);

  SoundQueue& queue_;
  std::shared_ptr<Ordered> ordered_;
};

/// Computes next what would first be missed: the beginning of a sound, or else the piece whose listener,
/// playing since the beginning, runs out soonest. So a new request is heard at once, nobody starves, and who
/// reads slowly holds no core. Work that computes long before its first sound shares the cores turn by turn.
///
/// Thread: any.
class SoundQueue {
 public:
  explicit SoundQueue(const SoundQueueOptions& options);
  /// Ends all work. The orders are gone by then.
  ~SoundQueue();
  SoundQueue(const SoundQueue&) = delete;
  SoundQueue& operator=(const SoundQueue&) = delete;

  /// @return null when there are max_orders already.
  [[nodiscard]] std::unique_ptr<SoundOrder> order(std::shared_ptr<SoundWork> work);
  /// Orders that somebody waits for.
  [[nodiscard]] std::size_t orders() const;
  /// Whole seconds, at least one, until half of the present orders may have ended.
  [[nodiscard]] int retry_after_seconds() const;
  /// Time that the cores have spent on work, all together.
  [[nodiscard]] double busy_seconds() const { return static_cast<double>(busy_ns_) * 1e-9; }
  /// Sound that has been computed.
  [[nodiscard]] double sound_seconds() const { return static_cast<double>(sound_ns_) * 1e-9; }

 private:
  friend class SoundOrder;
  using Ordered = SoundOrder::Ordered;

  void compute();
  [[nodiscard]] std::shared_ptr<Ordered> most_urgent() const;
  void compute_piece(const std::shared_ptr<Ordered>& ordered, std::unique_lock<std::mutex>& lock);
  void cancel(const std::shared_ptr<Ordered>& ordered);

  SoundQueueOptions options_;
  mutable std::mutex mutex_;
  std::condition_variable work_to_do_;
  std::vector<std::shared_ptr<Ordered>> orders_;
  bool ends_ = false;
  std::atomic<std::uint64_t> busy_ns_{0};
  std::atomic<std::uint64_t> sound_ns_{0};
  std::vector<std::jthread> threads_;
};

}  // namespace driftwave
