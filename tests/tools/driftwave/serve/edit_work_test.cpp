#include "tools/driftwave/serve/edit_work.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <vector>

#include "engine/core/error.h"

namespace driftwave {
namespace {

using namespace std::chrono_literals;
using State = SoundOrder::State;

/// The pieces of an order, to its end.
std::vector<SoundPiece> pieces_of(SoundOrder& order) {
  std::vector<SoundPiece> pieces;
  for (;;) {
    SoundPiece piece;
    const State state = order.take(piece, 10ms);
    if (state == State::kEnd) return pieces;
    if (state == State::kPiece) pieces.push_back(std::move(piece));
  }
}

TEST(EditWork, GivesTheWholeSoundAsItIs) {
  AudioBuffer sound{.samples = {}, .channels = 2, .sample_rate_hz = 1000, .bits = 24};
  for (int t = 0; t < 2100; ++t) sound.samples.push_back(static_cast<float>(t));
  SoundQueue queue({.cores = 1, .sample_rate_hz = 44100});
  const auto order = queue.order(std::make_shared<EditWork>([&](const EditWork::Progress& progress) {
    EXPECT_TRUE(progress(0.5));
    return sound;
  }));
  std::vector<float> samples;
  for (const SoundPiece& piece : pieces_of(*order)) {
    EXPECT_LE(piece.samples.size(), 400U);
    EXPECT_EQ(piece.layout, (SoundLayout{.sample_rate_hz = 1000, .channels = 2, .bits = 24}));
    samples.insert(samples.end(), piece.samples.begin(), piece.samples.end());
  }
  EXPECT_EQ(samples, sound.samples);
  EXPECT_NEAR(queue.sound_seconds(), 1.05, 1e-6);
}

/// Says when it is computed.
class Signal : public SoundWork {
 public:
  explicit Signal(std::atomic<bool>& signal) : signal_(signal) {}
  Step next(SoundPiece& piece) override {
    if (signal_.exchange(true)) return Step::kEnd;
    piece.samples.assign(10, 0.0F);
    return Step::kPiece;
  }

 private:
  std::atomic<bool>& signal_;
};

TEST(EditWork, LetsOthersHaveTheCoreInBetween) {
  std::atomic<bool> was_heard{false};
  std::latch begun(1);
  SoundQueue queue({.cores = 1, .sample_rate_hz = 1000});
  const auto order = queue.order(std::make_shared<EditWork>([&](const EditWork::Progress& progress) {
    begun.count_down();
    // Or this test never ends.
    while (!was_heard) EXPECT_TRUE(progress(0.0));
    return AudioBuffer{.samples = {1.0F}, .channels = 1, .sample_rate_hz = 1000};
  }));
  begun.wait();
  const auto other = queue.order(std::make_shared<Signal>(was_heard));
  EXPECT_EQ(pieces_of(*other).size(), 1U);
  EXPECT_EQ(pieces_of(*order).size(), 1U);
}

TEST(EditWork, EndsWhenNobodyWaitsForIt) {
  std::latch begun(1);
  std::latch ended(1);
  SoundQueue queue({.cores = 1, .sample_rate_hz = 1000});
  auto order = queue.order(std::make_shared<EditWork>([&](const EditWork::Progress& progress) {
    begun.count_down();
    while (progress(0.0)) {
    }
    ended.count_down();
    return AudioBuffer{};
  }));
  begun.wait();
  order.reset();
  ended.wait();  // or this test never ends
}

TEST(EditWork, NeedNotHaveBegun) {
  const EditWork work([](const EditWork::Progress&) { return AudioBuffer{}; });
}

TEST(EditWork, TellsWhatTheEditThrows) {
  SoundQueue queue({.cores = 1, .sample_rate_hz = 1000});
  const auto order = queue.order(
      std::make_shared<EditWork>([](const EditWork::Progress&) -> AudioBuffer { throw Error("no gap"); }));
  EXPECT_THROW((void)pieces_of(*order), Error);
}

}  // namespace
}  // namespace driftwave
