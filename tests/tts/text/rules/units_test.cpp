#include <gtest/gtest.h>

#include "tests/tts/text/readings.h"

namespace driftwave {
namespace {

TEST(UnitRules, ReadsLengthsAndWeights) {
  expect_readings({
      {"5 km", "five kilometers"},
      {"1 km", "one kilometer"},
      {"10kg", "ten kilograms"},
      {"3 g", "three grams"},
      {"100 m", "one hundred meters"},
      {"5 ft", "five feet"},
      {"1 ft", "one foot"},
      {"8 oz", "eight ounces"},
      {"5 lbs", "five pounds"},
      {"1 lb", "one pound"},
      {"1/2 mi", "one half mile"},
      {"2 1/2 in.", "two and a half inches."},
      {"6 ft. 2 in.", "six feet two inches."},
  });
}

TEST(UnitRules, ReadsTemperaturesAndAngles) {
  expect_readings({
      {"72°F", "seventy-two degrees Fahrenheit"},
      {"-40 °C", "minus forty degrees Celsius"},
      {"5 °C", "five degrees Celsius"},
      {"360°", "three hundred sixty degrees"},
      {"1°", "one degree"},
      {"90° N", "ninety degrees north"},
      {"20℃", "twenty degrees Celsius"},
      {"300 K", "three hundred kelvins"},
  });
}

TEST(UnitRules, ReadsSpeedsAndRates) {
  expect_readings({
      {"60 mph", "sixty miles per hour"},
      {"60 km/h", "sixty kilometers per hour"},
      {"9.8 m/s²", "nine point eight meters per second squared"},
      {"25 ft/s", "twenty-five feet per second"},
      {"120 bpm", "one hundred twenty beats per minute"},
      {"100 rpm", "one hundred R P M"},
      {"5 mg/L", "five milligrams per liter"},
      {"1Gbps", "one gigabit per second"},
  });
}

TEST(UnitRules, ReadsDataAndSound) {
  expect_readings({
      {"3 GB", "three gigabytes"},
      {"16GB", "sixteen gigabytes"},
      {"512 KiB", "five hundred twelve kibibytes"},
      {"44.1 kHz", "forty-four point one kilohertz"},
      {"48 kHz", "forty-eight kilohertz"},
      {"440 Hz", "four hundred forty hertz"},
      {"3 dB", "three decibels"},
      {"-6 dB", "minus six decibels"},
      {"24-bit", "twenty-four bit"},
  });
}

TEST(UnitRules, ReadsElectricity) {
  expect_readings({
      {"12V", "twelve volts"},
      {"5A", "five amps"},
      {"50 W", "fifty watts"},
      {"500 mAh", "five hundred milliamp hours"},
      {"3 kWh", "three kilowatt hours"},
      {"10kΩ", "ten kilo ohms"},
  });
}

TEST(UnitRules, ReadsTimeSpans) {
  expect_readings({
      {"30 s", "thirty seconds"},
      {"2 min", "two minutes"},
      {"5 hrs", "five hours"},
      {"100 ms", "one hundred milliseconds"},
      {"1 h", "one hour"},
  });
}

TEST(UnitRules, ReadsAreasAndVolumes) {
  expect_readings({
      {"5 m²", "five square meters"},
      {"100 sq ft", "one hundred square feet"},
      {"12 sq. ft.", "twelve square feet."},
      {"1.5 L", "one point five liters"},
      {"3 m^3", "three cubic meters"},
      {"250 ml", "two hundred fifty milliliters"},
      {"3/4 tsp. salt", "three quarters teaspoon salt"},
  });
}

TEST(UnitRules, ReadsPercentages) {
  expect_readings({
      {"5%", "five percent"},
      {"5.5%", "five point five percent"},
      {"10-20%", "ten to twenty percent"},
      {"50 % of", "fifty percent of"},
      {"a 5% raise", "a five percent raise"},
      {"0.1%", "zero point one percent"},
      {"100%", "one hundred percent"},
  });
}

TEST(UnitRules, ReadsRangesOfMeasures) {
  expect_readings({
      {"5-10 km", "five to ten kilometers"},
      {"10–20 °C", "ten to twenty degrees Celsius"},
      {"3-4 GB", "three to four gigabytes"},
  });
}

TEST(UnitRules, KeepsAdjectivesSingular) {
  expect_readings({
      {"A 3 in. gap", "A three inch gap"},
      {"It is 0.5 in", "It is zero point five inches"},
      {"a 10 km run", "a ten kilometer run"},
      {"a 10-km run", "a ten kilometer run"},
      {"a 5 kg bag", "a five kilogram bag"},
  });
}

TEST(UnitRules, ReadsFeetAndInches) {
  expect_readings({
      {"5'10\"", "five feet ten"},
      {"She's 5'2\".", "She's five feet two."},
      {"12\"", "twelve inches"},
      {"a 6.1\" display", "a six point one inch display"},
      {"He said \"5\".", "He said five."},
  });
}

TEST(UnitRules, LeavesWordsThatLookLikeUnits) {
  expect_readings({
      {"5 in a row", "five in a row"},
      {"3 A", "three A"},
      {"2 on", "two on"},
      {"10 to 5", "ten to five"},
  });
}

TEST(UnitRules, ReadUnitsInCapitalsAndAfterMagnitudes) {
  expect_readings({
      {"12KG", "twelve kilograms"},
      {"100 million kg", "one hundred million kilograms"},
      {"8gb", "eight gigabytes"},
      {"3 mbps", "three megabits per second"},
      {"20 m2 of it", "twenty square meters of it"},
      {"W2s", "W two S"},
      {"25d08A", "twenty-five D zero eight A"},
  });
}

TEST(UnitRules, ReadUnitsThatAreWordsElsewhere) {
  expect_readings({
      {"1 in of rain", "one inch of rain"},
      {"8.5 x 11 in", "eight point five by eleven inches"},
      {"50 N of force", "fifty newtons of force"},
      {"5 in the morning", "five in the morning"},
      {"7/8\"", "seven eighths inch"},
      {"500Mhz", "five hundred megahertz"},
      {"5% - 10%", "five percent to ten percent"},
      {"24 hrs/day", "twenty-four hours per day"},
  });
}

}  // namespace
}  // namespace driftwave
