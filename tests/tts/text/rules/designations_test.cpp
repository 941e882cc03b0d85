#include <gtest/gtest.h>

#include "tests/tts/text/readings.h"

namespace driftwave {
namespace {

TEST(DesignationRules, SpellTheLettersOfPlacesAndModels) {
  expect_readings({
      {"Apartment 3A", "Apartment three A"},
      {"Room 2M", "Room two M"},
      {"seat 14c", "seat fourteen C"},
      {"Gate 12C", "Gate twelve C"},
      {"Route 66A", "Route sixty-six A"},
      {"Boeing 777X", "Boeing seven seven seven X"},
      {"the Boeing 747", "the Boeing seven four seven"},
      {"platform 9b", "platform nine B"},
      {"a 5A fuse", "a five amp fuse"},
      {"floor 3rd", "floor third"},
  });
}

TEST(DesignationRules, ReadFlightsInHalves) {
  expect_readings({
      {"Flight UA 2345", "Flight U A twenty-three forty-five"},
      {"flight 117.", "flight one seventeen."},
      {"flight 117.5", "flight one hundred seventeen point five"},
      {"Flight BA 104", "Flight B A one oh four"},
      {"flight 1549", "flight fifteen forty-nine"},
      {"flight 200", "flight two hundred"},
      {"a flight of 117 steps", "a flight of one hundred seventeen steps"},
  });
}

TEST(DesignationRules, TellRacesFromThousands) {
  expect_readings({
      {"He ran a 5k.", "He ran a five K."},
      {"the 10k run", "the ten K run"},
      {"10k users", "ten thousand users"},
      {"2m followers", "two million followers"},
      {"a 2m board", "a two meter board"},
      {"$5k", "five thousand dollars"},
  });
}

TEST(DesignationRules, ReadDurations) {
  expect_readings({
      {"1h30m", "one hour thirty minutes"},
      {"2h 15min", "two hours fifteen minutes"},
      {"1m30s", "one minute thirty seconds"},
      {"1d 2h 3m", "one day two hours three minutes"},
      {"a 30s delay", "a thirty second delay"},
      {"the 30s", "the thirties"},
  });
}

TEST(DesignationRules, ReadHexadecimal) {
  expect_readings({
      {"#FF8800", "hash F F eight eight zero zero"},
      {"#000000", "hash zero zero zero zero zero zero"},
      {"#12", "number twelve"},
      {"0x1F", "zero X one F"},
      {"550e8400-e29b", "five five zero E eight four zero zero, E two nine B"},
      {"commit a1b2c3d", "commit A one B two C three D"},
      {"1.5e6", "one point five times ten to the power of six"},
      {"the decade", "the decade"},
  });
}

TEST(DesignationRules, ReadNumbersInCompany) {
  expect_readings({
      {"4111 1111 1111 1111", "four one one one, one one one one, one one one one, one one one one"},
      {"GMT-5", "G M T minus five"},
      {"UTC+2", "U T C plus two"},
      {"40°26′46″N", "forty degrees twenty-six minutes forty-six seconds north"},
      {"Q3 2024 results", "Q three twenty twenty-four results"},
      {"Mark 4:5-9", "Mark four five to nine"},
      {"555-0187 x12", "five five five, zero one eight seven extension one two"},
  });
}

TEST(DesignationRules, GroupNumbersWithSpaces) {
  expect_readings({
      {"1 234 567 people", "one million two hundred thirty-four thousand five hundred sixty-seven people"},
      {"12 500 seats", "twelve thousand five hundred seats"},
      {"1\u00a0234\u00a0567", "one million two hundred thirty-four thousand five hundred sixty-seven"},
      {"in 2020 300 came", "in twenty twenty three hundred came"},
      {"3 4 5", "three four five"},
  });
}

TEST(DesignationRules, ReadSidesAndFractions) {
  expect_readings({
      {"3 x 4 x 5 cm", "three by four by five centimeters"},
      {"3 × 3 mm", "three by three millimeters"},
      {"8.5\" x 11\"", "eight point five inches by eleven inches"},
      {"2-1/2 cups", "two and a half cups"},
      {"120/80 mmHg", "one hundred twenty over eighty millimeters of mercury"},
      {"2x + 1", "two X plus one"},
      {"10x faster", "ten times faster"},
      {"8 fl. oz. milk", "eight fluid ounces milk"},
      {"the $20 hat", "the twenty dollar hat"},
  });
}

TEST(DesignationRules, ReadAircraftAndCoordinates) {
  expect_readings({
      {"a 747-400 jet", "a seven forty-seven four hundred jet"},
      {"37.5N 122.3W", "thirty-seven point five north one hundred twenty-two point three west"},
      {"2h45", "two hours forty-five"},
      {"B-52s", "B fifty-twos"},
      {"Form 1099-K", "Form one thousand ninety-nine K"},
  });
}

}  // namespace
}  // namespace driftwave
