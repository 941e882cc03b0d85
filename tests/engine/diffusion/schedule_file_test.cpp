#include <gtest/gtest.h>

#include <fstream>
#include <functional>

#include "engine/core/error.h"
#include "engine/diffusion/schedule.h"

namespace driftwave {
namespace {

class ScheduleFile : public ::testing::Test {
 protected:
  ScheduleFile()
      : file_(::testing::TempDir() + "schedule_file_test_" +
              ::testing::UnitTest::GetInstance()->current_test_info()->name() + ".txt") {}
  ~ScheduleFile() override { std::filesystem::remove(file_); }

  std::vector<double> read(const std::string& text) {
    std::ofstream(file_, std::ios::binary) << text;
    return read_betas(file_);
  }
  void refuses(const std::string& text, const std::string& words) {
    try {
      (void)read(text);
      ADD_FAILURE() << "took: " << text;
    } catch (const Error& e) {
      const std::string message = e.what();
      EXPECT_EQ(message.rfind(file_, 0), 0U) << message;
      EXPECT_NE(message.find(words), std::string::npos) << message;
    }
  }

  std::string file_;
};

TEST_F(ScheduleFile, IsAListInJsonOrInPlainText) {
  const std::vector<double> want = {1e-4, 0.01, 0.5};
  EXPECT_EQ(read("[0.0001, 0.01, 0.5]"), want);
  EXPECT_EQ(read("{\"betas\": [1e-4, 1e-2, 0.5]}"), want);
  EXPECT_EQ(read("# mine\n1e-4\n0.01, 0.5  # the last\n"), want);
  EXPECT_EQ(betas_from(file_, 3), want);
}

TEST_F(ScheduleFile, IsRefusedWithTheNumberAtFault) {
  refuses("", "at least one beta");
  refuses("0.1\nbig\n", ":2: want a number, got \"big\"");
  refuses("0.1 0.2x", "0.2x");
  refuses("0.1 1.5", "step 1: want a beta in (0, 1), got 1.5");
  refuses("0.1 -0.2 0.3", "step 1");
  refuses("0.1 nan", "step 1");
  refuses("1 0.5", "step 0");
  refuses("[0.1, \"x\"]", "step 1: want a number");
  refuses("[0.1, ", "want JSON");
  refuses("{\"beta\": [0.1]}", "betas");
  refuses("{\"betas\": 3}", "want a list");
}

TEST_F(ScheduleFile, IsRefusedWhenMissingOrTooLarge) {
  EXPECT_THROW((void)read_betas(file_ + ".missing"), Error);
  refuses(std::string(5U << 20U, '1'), "at most");
  EXPECT_THROW((void)betas_from("no/such/file", 0), Error);
}

TEST_F(ScheduleFile, OfAnotherLengthThanAskedForIsRefused) {
  (void)read("0.1 0.2");
  EXPECT_THROW((void)betas_from(file_, 3), Error);
}

}  // namespace
}  // namespace driftwave
