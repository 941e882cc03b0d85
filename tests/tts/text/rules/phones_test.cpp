#include <gtest/gtest.h>

#include "tests/tts/text/readings.h"

namespace driftwave {
namespace {

TEST(PhoneRules, ReadsTelephoneNumbers) {
  expect_readings({
      {"555-1234", "five five five, one two three four"},
      {"(555) 123-4567", "five five five, one two three, four five six seven"},
      {"555-123-4567", "five five five, one two three, four five six seven"},
      {"1-800-555-0199", "one, eight hundred, five five five, zero one nine nine"},
      {"555.123.4567", "five five five, one two three, four five six seven"},
      {"Call me at 555-1234!", "Call me at five five five, one two three four!"},
  });
}

TEST(PhoneRules, ReadsInternationalNumbers) {
  expect_readings({
      {"+1 555 123 4567", "plus one, five five five, one two three, four five six seven"},
      {"+32 2 123 45 67", "plus three two, two, one two three, four five, six seven"},
      {"+44-20-7946-0958", "plus four four, two zero, seven nine four six, zero nine five eight"},
  });
}

TEST(PhoneRules, ReadsShortNumbersAfterCall) {
  expect_readings({
      {"call 911", "call nine one one"},
      {"911 people", "nine hundred eleven people"},
  });
}

TEST(PhoneRules, ReadsDigitCodes) {
  expect_readings({
      {"ISBN 978-0-306-40615-7",
       "I S B N nine seven eight, zero, three zero six, four zero six one five, seven"},
      {"123-45-6789", "one two three, four five, six seven eight nine"},
  });
}

TEST(PhoneRules, ReadAreaCodesSectionsAndLastDigits) {
  expect_readings({
      {"(123)-123-5678", "one two three, one two three, five six seven eight"},
      {"+1 (123)-123-5678", "plus one, one two three, one two three, five six seven eight"},
      {"a 401(k) plan", "a four oh one K plan"},
      {"its 501(c)(3) letter", "its five oh one C three letter"},
      {"a card ending in 8876", "a card ending in eight eight seven six"},
  });
}

}  // namespace
}  // namespace driftwave
