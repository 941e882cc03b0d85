#include <gtest/gtest.h>

#include "tests/tts/text/readings.h"

namespace driftwave {
namespace {

TEST(AddressRules, ReadStreetsAndDirections) {
  expect_readings({
      {"708 N 1st St", "seven hundred eight North first Street"},
      {"12 SW Elm Ave", "twelve Southwest Elm Avenue"},
      {"123 Laguna Ct, Town", "one hundred twenty-three Laguna Court, Town"},
      {"grid 5 N of it", "grid five N of it"},
      {"St. Clair lives on Elm St.", "Saint Clair lives on Elm Street."},
  });
}

TEST(AddressRules, ReadStatesAndPostCodes) {
  expect_readings({
      {"Salt Lake City, UT 84116, (801) 596-1887",
       "Salt Lake City, Utah eight four one one six, eight zero one, five nine six, one eight eight seven"},
      {"Santa, FL, 95051", "Santa, Florida, nine five zero five one"},
      {"of Memphis, Tenn., in 1915", "of Memphis, Tennessee, in nineteen fifteen"},
      {"from Boston, Mass. to here", "from Boston, Massachusetts to here"},
      {"Mass. is weight.", "Mass. is weight."},
  });
}

TEST(AddressRules, ReadStatesWithoutATown) {
  expect_readings({
      {"of Calif.", "of California."},
      {"in Mass. of it", "in Mass. of it"},
      {"NEW YORK, NY 10001", "new york, New York one zero zero zero one"},
  });
}

}  // namespace
}  // namespace driftwave
