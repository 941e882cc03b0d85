#include "engine/core/threads.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <stdexcept>
#include <string>

namespace driftwave {
namespace {

TEST(Threads, DoAllOfTheWork) {
  std::array<std::atomic<int>, 9> done{};
  run_in_threads(done.size(), [&](std::size_t i) { ++done[i]; });
  for (const auto& times : done) EXPECT_EQ(times, 1);
  run_in_threads(0, [](std::size_t) { FAIL(); });
}

TEST(Threads, PassOnAnExceptionWhenAllHaveEnded) {
  std::atomic<int> ended{0};
  try {
    run_in_threads(4, [&](std::size_t i) {
      ++ended;
      if (i == 2) throw std::runtime_error("two");
    });
    FAIL();
  } catch (const std::runtime_error& e) {
    EXPECT_EQ(e.what(), std::string("two"));
  }
  EXPECT_EQ(ended, 4);
}

}  // namespace
}  // namespace driftwave
