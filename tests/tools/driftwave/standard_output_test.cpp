#include "tools/driftwave/standard_output.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <future>

namespace driftwave {
namespace {

constexpr auto kLongEnough = std::chrono::seconds(10);
constexpr auto kAMoment = std::chrono::milliseconds(30);

/// `ends[0]` reads, `ends[1]` is watched.
void expect_to_notice(const std::array<int, 2>& ends) {
  std::promise<void> told;
  auto left = told.get_future();
  {
    const ReaderWatch watch(ends[1], [&] { told.set_value(); });
    EXPECT_EQ(left.wait_for(kAMoment), std::future_status::timeout);
    ::close(ends[0]);
    EXPECT_EQ(left.wait_for(kLongEnough), std::future_status::ready);
  }
  ::close(ends[1]);
}

TEST(ReaderWatch, NoticesThatTheReaderOfAPipeLeaves) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  expect_to_notice(ends);
}

TEST(ReaderWatch, NoticesThatTheReaderOfASocketLeaves) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
  expect_to_notice(ends);
}

TEST(ReaderWatch, EndsWithoutAWordWhileTheReaderStays) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  {
    const ReaderWatch watch(ends[1], [] { ADD_FAILURE(); });
  }
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST(ReaderWatch, KnowsNothingOfFiles) {
  const int file = ::open("/dev/null", O_WRONLY);
  ASSERT_GE(file, 0);
  {
    const ReaderWatch watch(file, [] { ADD_FAILURE(); });
  }
  ::close(file);
}

}  // namespace
}  // namespace driftwave
