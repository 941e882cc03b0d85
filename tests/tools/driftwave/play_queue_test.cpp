#include "tools/driftwave/play_queue.h"

#include <gtest/gtest.h>

#include <numeric>
#include <thread>

#include "tests/engine/core/allocation_counter.h"
#include "tests/engine/core/lock_counter.h"

namespace driftwave {
namespace {

std::vector<float> ramp(std::size_t count) {
  std::vector<float> samples(count);
  std::iota(samples.begin(), samples.end(), 1.0F);
  return samples;
}

std::vector<float> pull(PlayQueue& queue, std::size_t count, bool late = false) {
  std::vector<float> out(count, 99.0F);
  (void)queue.pull(out, late);
  return out;
}

TEST(PlayQueue, GivesWhatItTookInOrderAcrossItsEnd) {
  PlayQueue queue(5);
  float next = 1.0F;
  float expected = 1.0F;
  for (int round = 0; round < 20; ++round) {
    const std::vector<float> three = {next, next + 1, next + 2};
    ASSERT_EQ(queue.push(three), 3U);
    next += 3;
    for (const float x : pull(queue, 3)) ASSERT_EQ(x, expected++);
  }
  EXPECT_EQ(queue.gaps().count, 0U);
}

TEST(PlayQueue, TakesNoMoreThanItHolds) {
  PlayQueue queue(5);
  EXPECT_EQ(queue.push(ramp(7)), 5U);
  EXPECT_EQ(queue.push(ramp(1)), 0U);
  EXPECT_EQ(pull(queue, 2), ramp(2));
  EXPECT_EQ(queue.push(ramp(7)), 2U);
}

TEST(PlayQueue, CountsGapsAndTheirLength) {
  PlayQueue queue(100);
  (void)pull(queue, 10);
  EXPECT_EQ(queue.gaps().count, 0U) << "before the first sample";
  (void)queue.push(ramp(15));
  (void)pull(queue, 10);
  EXPECT_EQ(pull(queue, 10), (std::vector<float>{11, 12, 13, 14, 15, 0, 0, 0, 0, 0}));
  (void)pull(queue, 10);
  EXPECT_EQ(queue.gaps().count, 1U);
  EXPECT_EQ(queue.gaps().samples, 15U);
  (void)queue.push(ramp(5));
  (void)pull(queue, 10);
  EXPECT_EQ(queue.gaps().count, 2U);
  EXPECT_EQ(queue.gaps().samples, 20U);
}

TEST(PlayQueue, CallsNoSilenceAGapThatIsMeant) {
  PlayQueue queue(100);
  (void)queue.push(ramp(5));
  queue.await_more(true);
  (void)pull(queue, 10);
  queue.await_more(false);
  (void)pull(queue, 10);  // computing what has been asked for just now
  (void)queue.push(ramp(5));
  queue.close();
  (void)pull(queue, 10);
  EXPECT_EQ(queue.gaps().count, 0U);
}

TEST(PlayQueue, CountsADeviceThatIsLateOncePerTime) {
  PlayQueue queue(100);
  (void)pull(queue, 10, true);
  EXPECT_EQ(queue.gaps().count, 0U) << "before the first sample";
  (void)queue.push(ramp(30));
  (void)pull(queue, 10);
  (void)pull(queue, 10, true);
  EXPECT_EQ(queue.gaps().count, 1U);
  EXPECT_EQ(queue.gaps().samples, 0U);
}

TEST(PlayQueue, EndsAfterTheLastSample) {
  PlayQueue queue(100);
  std::vector<float> out(10);
  (void)queue.push(ramp(15));
  queue.close();
  EXPECT_TRUE(queue.pull(out, false));
  EXPECT_FALSE(queue.is_done());
  EXPECT_FALSE(queue.pull(out, false));
  EXPECT_TRUE(queue.is_done());
}

TEST(PlayQueue, PullsWithoutMemoryOrLocks) {
  PlayQueue queue(1000);
  (void)queue.push(ramp(100));
  std::vector<float> out(64);
  const test::AllocationCounter allocations;
  const test::LockCounter locks;
  for (int i = 0; i < 10; ++i) (void)queue.pull(out, i == 3);
  EXPECT_EQ(allocations.count(), 0U);
  EXPECT_EQ(locks.count(), 0U);
}

TEST(PlayQueue, CarriesSamplesBetweenTwoThreads) {
  PlayQueue queue(64);
  const auto sent = ramp(100000);
  std::thread producer([&] {
    for (std::span<const float> rest = sent; !rest.empty();) {
      rest = rest.subspan(queue.push(rest));
      std::this_thread::yield();
    }
    queue.close();
  });
  std::vector<float> heard;
  std::vector<float> out(37);
  for (bool more = true; more;) {
    more = queue.pull(out, false);
    std::this_thread::yield();
    for (const float x : out) {
      if (x != 0.0F) heard.push_back(x);
    }
  }
  producer.join();
  EXPECT_EQ(heard, sent);
}

}  // namespace
}  // namespace driftwave
