#include "tools/driftwave/serve/calls.h"

#include <chrono>
#include <thread>
#include <utility>

namespace driftwave {
namespace {

constexpr std::chrono::milliseconds kPatience{20};

}  // namespace

SoundOrder::State Calls::Call::take(SoundPiece& piece) {
  SoundOrder::State state = SoundOrder::State::kPending;
  while (!is_cancelled && state == SoundOrder::State::kPending) state = order->take(piece, kPatience);
  return is_cancelled ? SoundOrder::State::kPending : state;
}

Calls::~Calls() {
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, call] : calls_) call->is_cancelled = true;
  }
  finish();
}

void Calls::finish() {
  std::unique_lock lock(mutex_);
  ended_.wait(lock, [this] { return calls_.empty(); });
}

bool Calls::begin(const std::string& id, const Order& order, Answer answer) {
  const auto call = std::make_shared<Call>();
  {
    const std::lock_guard lock(mutex_);
    if (calls_.contains(id)) return false;
    call->order = order();
    calls_[id] = call;
  }
  std::thread([this, call, id, answer = std::move(answer)] {
    answer(*call);
    // Its order ends before the service may.
    call->order.reset();
    const std::lock_guard lock(mutex_);
    calls_.erase(id);
    ended_.notify_all();
  }).detach();
  return true;
}

bool Calls::cancel(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const auto found = calls_.find(id);
  if (found == calls_.end()) return false;
  found->second->is_cancelled = true;
  return true;
}

}  // namespace driftwave
