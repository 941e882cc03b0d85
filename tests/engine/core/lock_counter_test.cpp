#include "tests/engine/core/lock_counter.h"

#include <gtest/gtest.h>

#include <mutex>

namespace driftwave::test {
namespace {

TEST(LockCounter, CountsTheLocksOfItsThread) {
  if (!counts_locks()) GTEST_SKIP() << "not under sanitizers";
  std::mutex mutex;
  const LockCounter counter;
  EXPECT_EQ(counter.count(), 0U);
  { const std::scoped_lock lock(mutex); }
  EXPECT_EQ(counter.count(), 1U);
}

}  // namespace
}  // namespace driftwave::test
