#include "engine/training/process_group.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <future>

#include "engine/core/error.h"

namespace driftwave::training {
namespace {

using std::chrono::seconds;

std::unique_ptr<ProcessGroup> join(int rank, int port, seconds timeout) {
  return make_process_group({.rank = rank,
                             .size = 2,
                             .local_rank = rank,
                             .address = "127.0.0.1",
                             .port = port,
                             .launcher = "the test"},
                            {.timeout = timeout, .join_timeout = timeout});
}

/// Two members of a group, as threads instead of processes.
class ProcessGroupTest : public testing::Test {
 protected:
  void SetUp() override {
    // Rarely taken: above what launchers use, below what the system gives out by itself.
    const int port = 30000 + static_cast<int>(::getpid() % 2700);
    auto second = std::async(std::launch::async, [&] { return join(1, port, seconds(30)); });
    try {
      groups_[0] = join(0, port, seconds(30));
      groups_[1] = second.get();
    } catch (const Error& e) {
      if (std::string(e.what()).find("built without Gloo") == std::string::npos) throw;
      GTEST_SKIP() << e.what();
    }
  }
  template <typename F>
  void both(const F& f) {
    auto second = std::async(std::launch::async, [&] { f(*groups_[1]); });
    f(*groups_[0]);
    second.get();
  }
  std::unique_ptr<ProcessGroup> groups_[2];
};

TEST_F(ProcessGroupTest, SumsTensorsOfAllSizesInBuckets) {
  both([](ProcessGroup& group) {
    const double own = group.place().rank + 1;
    // The third is larger than a bucket; the last is a view that is not contiguous.
    const std::vector<at::Tensor> tensors{at::full({3}, own), at::full({2, 5}, 10 * own),
                                          at::full({(1 << 20) + 7}, 2 * own), at::full({1}, -own),
                                          at::full({4, 6}, own).t()};
    sum_over_processes(group, tensors);
    const double want[] = {3, 30, 6, -3, 3};
    for (std::size_t i = 0; i < tensors.size(); ++i)
      EXPECT_TRUE(tensors[i].eq(want[i]).all().item<bool>()) << i;
  });
}

TEST_F(ProcessGroupTest, GivesAllWhatRankZeroHas) {
  both([](ProcessGroup& group) {
    const at::Tensor values = at::full({2, 3}, group.place().rank == 0 ? 7.5 : 1.0);
    broadcast_from_first(group, {values});
    EXPECT_TRUE(values.eq(7.5).all().item<bool>());
    const std::int64_t large = (std::int64_t{1} << 52) + 1;
    EXPECT_EQ(broadcast_numbers(group, {group.place().rank == 0 ? large : 0})[0], large);
  });
}

TEST_F(ProcessGroupTest, SaysWhoMissedWhom) {
  groups_[1].reset();
  const at::Tensor values = at::ones({3});
  try {
    sum_over_processes(*groups_[0], {values});
    FAIL() << "summed with nobody";
  } catch (const Error& e) {
    EXPECT_NE(std::string(e.what()).find("process 0 of 2 (rank 0 at 127.0.0.1:"), std::string::npos)
        << e.what();
  }
}

TEST(ProcessGroup, GivesUpWhenNobodyComes) {
  try {
    (void)join(1, 30000 + static_cast<int>(::getpid() % 2700) + 1, seconds(1));
    FAIL() << "met nobody";
  } catch (const Error& e) {
    EXPECT_NE(std::string(e.what()).find("process 1 of 2"), std::string::npos) << e.what();
  }
}

}  // namespace
}  // namespace driftwave::training
