#include "engine/training/progress.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace driftwave::training {
namespace {

std::string read(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(ProgressLine, TellsLossSpeedAndTimeLeft) {
  const std::string line = progress_line(
      {.step = 100, .steps = 700, .seconds_this_run = 50, .steps_this_run = 100, .learning_rate = 1e-3},
      {{"loss", 1.5}});
  EXPECT_NE(line.find("step 100/700"), std::string::npos) << line;
  EXPECT_NE(line.find("loss 1.5000"), std::string::npos) << line;
  EXPECT_NE(line.find("2.00 steps/s"), std::string::npos) << line;
  EXPECT_NE(line.find("5 min left"), std::string::npos) << line;
}

TEST(CsvLog, GoesOnAfterAResumeWithoutTheRowsThatWereLost) {
  const auto file = std::filesystem::path(testing::TempDir()) / "csv_log_test.csv";
  std::filesystem::remove(file);
  {
    CsvLog log(file, 0);
    log.append({.step = 10}, "train", {{"loss", 3}});
    log.append({.step = 20}, "train", {{"loss", 2}});
  }
  CsvLog log(file, 10);
  log.append({.step = 20}, "train", {{"loss", 1}});
  EXPECT_EQ(read(file), "step,seconds,kind,name,value\n10,0.0,train,loss,3\n20,0.0,train,loss,1\n");
  std::filesystem::remove(file);
}

}  // namespace
}  // namespace driftwave::training
