#include "tests/engine/core/allocation_counter.h"

#include <gtest/gtest.h>

#include <memory>
#include <thread>
#include <vector>

namespace driftwave {
namespace {

/// Where a compiler cannot see that nobody looks.
std::vector<std::shared_ptr<void>> kept;

TEST(AllocationCounter, CountsEachAllocationOnce) {
  kept.reserve(4);
  test::AllocationCounter counter;
  std::unique_ptr<int> plain = std::make_unique<int>(3);
  EXPECT_EQ(counter.count(), 1U);
  kept.emplace_back(std::move(plain));
  // The shared pointer's own block.
  EXPECT_EQ(counter.count(), 2U);
}

struct alignas(64) Line {
  float values[16];
};

TEST(AllocationCounter, CountsAlignedAndArrayForms) {
  kept.reserve(8);
  test::AllocationCounter counter;
  const std::unique_ptr<Line[]> lines = std::make_unique<Line[]>(3);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(lines.get()) % 64, 0U);
  EXPECT_EQ(counter.count(), 1U);
}

TEST(AllocationCounter, LeavesOtherThreadsOut) {
  std::size_t there = 0;
  std::vector<int> numbers;
  std::thread thread([&] {
    const test::AllocationCounter counter;
    numbers.reserve(1000);
    there = counter.count();
  });
  const test::AllocationCounter here;
  thread.join();
  EXPECT_EQ(here.count(), 0U);
  EXPECT_EQ(there, 1U);
}

}  // namespace
}  // namespace driftwave
