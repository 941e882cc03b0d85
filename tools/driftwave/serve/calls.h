#pragma once
/// What one peer on a line has asked for and is being answered.
#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "tools/driftwave/serve/sound_queue.h"

namespace driftwave {

/// Sounds that are answered at the same time, under the ids that the peer gave them.
///
/// Thread: any.
class Calls {
 public:
  struct Call {
    std::unique_ptr<SoundOrder> order;
    std::atomic<bool> is_cancelled{false};

    /// Waits for the next piece. @return kPending when it was cancelled. @throws what the work throws.
    [[nodiscard]] SoundOrder::State take(SoundPiece& piece);
  };
  using Order = std::function<std::unique_ptr<SoundOrder>()>;
  using Answer = std::function<void(Call& call)>;

  Calls() = default;
  /// Cancels what is still being answered.
  ~Calls();
  Calls(const Calls&) = delete;
  Calls& operator=(const Calls&) = delete;

  /// Answers on a thread of its own. @param answer throws nothing. @return false when the id is in use.
  /// @throws what `order` throws.
  [[nodiscard]] bool begin(const std::string& id, const Order& order, Answer answer);
  /// @return false for an id that is not in use.
  bool cancel(const std::string& id);
  /// Waits for all answers.
  void finish();

 private:
  std::mutex mutex_;
  std::condition_variable ended_;
  std::map<std::string, std::shared_ptr<Call>> calls_;
};

}  // namespace driftwave
