#include <gtest/gtest.h>

#include "tests/tts/text/readings.h"

namespace driftwave {
namespace {

TEST(TimeRules, ReadsTheClock) {
  expect_readings({
      {"3:30", "three thirty"},
      {"15:45", "fifteen forty-five"},
      {"12:00", "twelve o'clock"},
      {"3:00", "three o'clock"},
      {"3:05", "three oh five"},
      {"06:05", "six oh five"},
      {"15:00", "fifteen hundred hours"},
      {"00:00", "zero hundred hours"},
      {"Is it 3:30?", "Is it three thirty?"},
  });
}

TEST(TimeRules, ReadsHalvesOfTheDay) {
  expect_readings({
      {"3:30 pm", "three thirty P M"},
      {"3:30 p.m.", "three thirty P M."},
      {"3pm", "three P M"},
      {"3 a.m.", "three A M."},
      {"12 a.m.", "twelve A M."},
      {"8 am", "eight A M"},
      {"6:30am", "six thirty A M"},
      {"at 5 PM EST", "at five P M E S T"},
      {"10 a.m. to 5 p.m.", "ten A M to five P M."},
  });
}

TEST(TimeRules, ReadsSeconds) {
  expect_readings({
      {"10:30:15", "ten thirty and fifteen seconds"},
      {"23:59:59", "twenty-three fifty-nine and fifty-nine seconds"},
      {"2:00:01", "two o'clock and one second"},
  });
}

TEST(TimeRules, ReadsRangesOfTime) {
  expect_readings({
      {"3-5 pm", "three to five P M"},
      {"8am-5pm", "eight A M to five P M"},
      {"9:00-17:00", "nine o'clock to seventeen hundred hours"},
      {"10:00 AM–2:00 PM", "ten A M to two P M"},
  });
}

TEST(TimeRules, LeavesWhatIsNoTime) {
  expect_readings({
      {"12:60", "twelve to sixty"},
      {"I am 5 am I", "I am five am I"},
  });
}

TEST(TimeRules, ReadRangesAndDottedClocks) {
  expect_readings({
      {"4:00 am - 8:12 pm", "four A M to eight twelve P M"},
      {"11:20AM,2:40PM", "eleven twenty A M, two forty P M"},
      {"1.59 p.m. today", "one fifty-nine P M today"},
      {"1.59 miles", "one point five nine miles"},
  });
}

TEST(TimeRules, ReadMilitaryHours) {
  expect_readings({
      {"at 0800 hours", "at zero eight hundred hours"},
      {"at 1430 hours", "at fourteen thirty hours"},
      {"2000 hours of work", "two thousand hours of work"},
      {"17:45 h", "seventeen forty-five hours"},
      {"10 a.m.–noon", "ten A M to noon"},
  });
}

}  // namespace
}  // namespace driftwave
