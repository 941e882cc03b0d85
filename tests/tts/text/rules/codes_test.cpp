#include <gtest/gtest.h>

#include "tests/tts/text/readings.h"

namespace driftwave {
namespace {

TEST(CodeRules, ReadWhatIsNamedACodeDigitByDigit) {
  expect_readings({
      {"The code is 8271.", "The code is eight two seven one."},
      {"Her PIN: 0042", "Her pin: zero zero four two"},
      {"tax identification number is 64-6221541.",
       "tax identification number is six four, six two two one five four one."},
      {"VAT ID No. 123456789", "V A T I D number one two three four five six seven eight nine"},
      {"The code is 5 years old.", "The code is five years old."},
      {"The case of 1952", "The case of nineteen fifty-two"},
      {"accounts 1000-1999", "accounts one thousand to one thousand nine hundred ninety-nine"},
  });
}

TEST(CodeRules, ReadHouseNumbersInHalves) {
  expect_readings({
      {"4557 Melan Dr. S.", "forty-five fifty-seven Melan Drive S."},
      {"1205 Oak Street", "twelve oh five Oak Street"},
      {"In 1956 Oak prices rose.", "In nineteen fifty-six Oak prices rose."},
      {"2500 Elm Street", "two thousand five hundred Elm Street"},
  });
}

TEST(CodeRules, ReadRoomsWithAZeroInTheMiddle) {
  expect_readings({
      {"Room 305", "Room three oh five"},
      {"bus 101", "bus one oh one"},
      {"HTTP 404 errors", "H T T P four oh four errors"},
      {"Room 300", "Room three hundred"},
  });
}

}  // namespace
}  // namespace driftwave
