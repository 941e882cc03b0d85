#include "tools/driftwave/serve/sound_queue.h"

#include <gtest/gtest.h>

#include <latch>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "engine/core/error.h"

namespace driftwave {
namespace {

using namespace std::chrono_literals;
using State = SoundOrder::State;

constexpr int kRateHz = 1000;

/// Whose turn it was.
struct Log {
  std::mutex mutex;
  std::string turns;

  void add(char name) {
    const std::lock_guard lock(mutex);
    turns += name;
  }
  std::string get() {
    const std::lock_guard lock(mutex);
    return turns;
  }
};

/// Gives pieces of a tenth of a second.
class Counting : public SoundWork {
 public:
  Counting(char name, int pieces, Log& log, std::latch* gate = nullptr)
      : name_(name), left_(pieces), log_(log), gate_(gate) {}
  Step next(SoundPiece& piece) override {
    if (gate_ != nullptr) gate_->wait();
    if (left_-- <= 0) return Step::kEnd;
    log_.add(name_);
    piece.samples.assign(kRateHz / 10, 0.5F);
    return Step::kPiece;
  }

 private:
  char name_;
  int left_;
  Log& log_;
  std::latch* gate_;
};

std::size_t take_all(SoundOrder& order) {
  std::size_t samples = 0;
  SoundPiece piece;
  for (;;) {
    const State state = order.take(piece, 10ms);
    if (state == State::kEnd) return samples;
    if (state == State::kPiece) samples += piece.samples.size();
  }
}

TEST(SoundQueue, GivesEachListenerItsOwnSound) {
  Log log;
  SoundQueue queue({.cores = 2, .sample_rate_hz = kRateHz});
  const auto a = queue.order(std::make_shared<Counting>('a', 5, log));
  const auto b = queue.order(std::make_shared<Counting>('b', 7, log));
  EXPECT_EQ(take_all(*b), 700U);
  EXPECT_EQ(take_all(*a), 500U);
  EXPECT_EQ(take_all(*a), 0U) << "an end stays one";
}

TEST(SoundQueue, HearsANewRequestBeforeTheRestOfAnOldOne) {
  Log log;
  std::latch gate(1);
  SoundQueue queue({.cores = 1, .sample_rate_hz = kRateHz});
  const auto a = queue.order(std::make_shared<Counting>('a', 8, log, &gate));
  const auto b = queue.order(std::make_shared<Counting>('b', 8, log));
  gate.count_down();
  take_all(*a);
  take_all(*b);
  // Turn by turn, since both listeners would run out at the same pace.
  EXPECT_EQ(log.get(), "abababababababab");
}

/// Computes for some turns before it sounds.
class Pondering : public Counting {
 public:
  Pondering(int turns, Log& log, std::latch& gate)
      : Counting('p', 1, log), turns_(turns), log_(log), gate_(gate) {}
  Step next(SoundPiece& piece) override {
    gate_.wait();
    if (turns_-- <= 0) return Counting::next(piece);
    log_.add('.');
    return Step::kPiece;
  }

 private:
  int turns_;
  Log& log_;
  std::latch& gate_;
};

TEST(SoundQueue, BeginsASoundBetweenTheTurnsOfOneThatPonders) {
  Log log;
  std::latch gate(1);
  SoundQueue queue({.cores = 1, .sample_rate_hz = kRateHz});
  const auto pondering = queue.order(std::make_shared<Pondering>(50, log, gate));
  const auto b = queue.order(std::make_shared<Counting>('b', 1, log));
  gate.count_down();
  take_all(*b);
  take_all(*pondering);
  EXPECT_EQ(log.get(), ".b" + std::string(49, '.') + "p");
}

/// Is held up behind its first piece.
class HeldUp : public Counting {
 public:
  HeldUp(Log& log, std::latch& gate) : Counting('l', 6, log), gate_(gate) {}
  Step next(SoundPiece& piece) override {
    if (pieces_++ == 1) gate_.wait();
    return Counting::next(piece);
  }

 private:
  std::latch& gate_;
  int pieces_ = 0;
};

TEST(SoundQueue, BeginsASoundBeforeItServesThoseWhoAreLate) {
  Log log;
  std::latch gate(1);
  SoundQueue queue({.cores = 1, .sample_rate_hz = kRateHz});
  const auto late = queue.order(std::make_shared<HeldUp>(log, gate));
  while (log.get().empty()) std::this_thread::sleep_for(1ms);
  std::this_thread::sleep_for(300ms);  // two pieces are long over when the second one comes
  const auto b = queue.order(std::make_shared<Counting>('b', 1, log));
  const auto c = queue.order(std::make_shared<Counting>('c', 1, log));
  gate.count_down();
  take_all(*late);
  take_all(*b);
  take_all(*c);
  EXPECT_EQ(log.get(), "llbcllll");
}

TEST(SoundQueue, LetsWorkRestThatNobodyTakes) {
  Log log;
  SoundQueue queue({.cores = 1, .sample_rate_hz = kRateHz, .ahead_seconds = 0.5});
  const auto slow = queue.order(std::make_shared<Counting>('s', 1000, log));
  const auto quick = queue.order(std::make_shared<Counting>('q', 50, log));
  take_all(*quick);
  const std::string turns = log.get();
  EXPECT_LE(std::ranges::count(turns, 's'), 5) << turns;
}

TEST(SoundQueue, TakesNoMoreThanItsLimit) {
  Log log;
  SoundQueue queue({.cores = 1, .max_orders = 2, .sample_rate_hz = kRateHz});
  auto a = queue.order(std::make_shared<Counting>('a', 1, log));
  const auto b = queue.order(std::make_shared<Counting>('b', 1, log));
  EXPECT_EQ(queue.order(std::make_shared<Counting>('c', 1, log)), nullptr);
  EXPECT_GE(queue.retry_after_seconds(), 1);
  a.reset();
  EXPECT_EQ(queue.orders(), 1U);
  EXPECT_NE(queue.order(std::make_shared<Counting>('c', 1, log)), nullptr);
}

/// Runs until it is cancelled.
class Endless : public SoundWork {
 public:
  explicit Endless(std::latch& ended) : ended_(ended) {}
  ~Endless() override { ended_.count_down(); }
  Step next(SoundPiece& piece) override {
    piece.samples.assign(1, 0.0F);
    return Step::kPiece;
  }

 private:
  std::latch& ended_;
};

TEST(SoundQueue, EndsWorkWhoseListenerLeaves) {
  std::latch ended(1);
  SoundQueue queue({.cores = 1, .sample_rate_hz = kRateHz, .ahead_seconds = 1e6});
  auto order = queue.order(std::make_shared<Endless>(ended));
  SoundPiece piece;
  while (order->take(piece, 10ms) != State::kPiece) {
  }
  order.reset();
  ended.wait();  // or this test never ends
  EXPECT_EQ(queue.orders(), 0U);
}

class Failing : public SoundWork {
 public:
  Step next(SoundPiece& piece) override {
    if (failed_) throw Error("out of words");
    failed_ = true;
    piece.samples.assign(10, 0.0F);
    return Step::kPiece;
  }

 private:
  bool failed_ = false;
};

TEST(SoundQueue, TellsOfAFailureAfterWhatCameBefore) {
  SoundQueue queue({.cores = 1, .sample_rate_hz = kRateHz});
  const auto order = queue.order(std::make_shared<Failing>());
  SoundPiece piece;
  State state = State::kPending;
  while (state == State::kPending) state = order->take(piece, 10ms);
  EXPECT_EQ(state, State::kPiece);
  EXPECT_THROW(take_all(*order), Error);
}

/// Has something to give only when it is fed.
class Fed : public SoundWork {
 public:
  Step next(SoundPiece& piece) override {
    if (food == 0) return Step::kNothingYet;
    if (food-- < 0) return Step::kEnd;
    piece.samples.assign(10, 0.0F);
    return Step::kPiece;
  }
  std::atomic<int> food{0};
};

TEST(SoundQueue, WaitsForWorkThatHasNothingYet) {
  SoundQueue queue({.cores = 1, .sample_rate_hz = kRateHz});
  const auto work = std::make_shared<Fed>();
  const auto order = queue.order(work);
  SoundPiece piece;
  EXPECT_EQ(order->take(piece, 5ms), State::kPending);
  work->food = 1;
  order->wake();
  State state = State::kPending;
  while (state == State::kPending) state = order->take(piece, 10ms);
  EXPECT_EQ(state, State::kPiece);
  work->food = -1;
  order->wake();
  EXPECT_EQ(take_all(*order), 0U);
}

}  // namespace
}  // namespace driftwave
