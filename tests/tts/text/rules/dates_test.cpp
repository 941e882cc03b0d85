#include <gtest/gtest.h>

#include "tests/tts/text/readings.h"

namespace driftwave {
namespace {

TEST(DateRules, ReadsYears) {
  expect_readings({
      {"In 1995 we met.", "In nineteen ninety-five we met."},
      {"since 2005", "since two thousand five"},
      {"1905", "nineteen oh five"},
      {"1900", "nineteen hundred"},
      {"2000", "two thousand"},
      {"2010", "twenty ten"},
      {"the year 2026", "the year twenty twenty-six"},
      {"in 1066", "in ten sixty-six"},
      {"On 5 May 2020", "On the fifth of May twenty twenty"},
      {"pre-1950", "pre nineteen fifty"},
  });
}

TEST(DateRules, CountsThingsWithFourDigits) {
  expect_readings({
      {"1995 dollars", "one thousand nine hundred ninety-five dollars"},
      {"2000 people", "two thousand people"},
      {"1500 people came", "one thousand five hundred people came"},
  });
}

TEST(DateRules, ReadsDecades) {
  expect_readings({
      {"the 1990s", "the nineteen nineties"},
      {"1990's", "nineteen nineties"},
      {"the '90s", "the nineties"},
      {"the 90s", "the nineties"},
      {"the 1800s", "the eighteen hundreds"},
      {"the 2000s", "the two thousands"},
      {"It's the '60s, man.", "It's the sixties, man."},
  });
}

TEST(DateRules, ReadsEras) {
  expect_readings({
      {"44 BC", "forty-four B C"},
      {"500 B.C.E.", "five hundred B C E."},
      {"AD 79", "A D seventy-nine"},
      {"A.D. 79", "A D seventy-nine"},
      {"1200 BC", "twelve hundred B C"},
      {"79 AD", "seventy-nine A D"},
      {"300 CE", "three hundred C E"},
  });
}

TEST(DateRules, ReadsIsoDates) {
  expect_readings({
      {"2026-11-23", "November twenty-third, twenty twenty-six"},
      {"2026/11/23", "November twenty-third, twenty twenty-six"},
      {"2026-11-23T15:45:00", "November twenty-third, twenty twenty-six fifteen forty-five"},
  });
}

TEST(DateRules, ReadsAmericanDates) {
  expect_readings({
      {"3/14/2026", "March fourteenth, twenty twenty-six"},
      {"3/14/26", "March fourteenth, twenty twenty-six"},
      {"12/31/1999", "December thirty-first, nineteen ninety-nine"},
      {"7/4/76", "July fourth, nineteen seventy-six"},
  });
}

TEST(DateRules, TurnsToDayFirstWhereTheMonthCannotBe) {
  expect_readings({
      {"25/12/2020", "December twenty-fifth, twenty twenty"},
      {"14.3.2026", "March fourteenth, twenty twenty-six"},
      {"1.2.2020", "February first, twenty twenty"},
  });
}

TEST(DateRules, ReadsDaysAfterMonths) {
  expect_readings({
      {"March 3rd, 2021", "March third, twenty twenty-one"},
      {"March 3", "March third"},
      {"July 4th", "July fourth"},
      {"May 5th", "May fifth"},
      {"March 3-5", "March third to fifth"},
      {"March 3, 2021, was", "March third, twenty twenty-one, was"},
  });
}

TEST(DateRules, ReadsAbbreviatedMonths) {
  expect_readings({
      {"Nov. 5", "November fifth"},
      {"Nov. 5, 1999 was", "November fifth, nineteen ninety-nine was"},
      {"Sept. 11, 2001", "September eleventh, two thousand one"},
      {"Dec. 25th", "December twenty-fifth"},
      {"Feb 29, 2024", "February twenty-ninth, twenty twenty-four"},
      {"Mar. 5", "March fifth"},
      {"the 5th of Nov.", "the fifth of November."},
  });
}

TEST(DateRules, ReadsDaysBeforeMonths) {
  expect_readings({
      {"3 March 2021", "the third of March twenty twenty-one"},
      {"the 3rd of March", "the third of March"},
      {"14th July 1789", "the fourteenth of July seventeen eighty-nine"},
      {"5 May", "the fifth of May"},
      {"the 1st of May", "the first of May"},
  });
}

TEST(DateRules, LeavesMonthNamesThatAreWords) {
  expect_readings({
      {"March", "March"},
      {"may 5 people", "may five people"},
      {"You may go.", "You may go."},
      {"March 2021", "March twenty twenty-one"},
  });
}

TEST(DateRules, ReadsWeekdays) {
  expect_readings({
      {"Mon., Jan. 5", "Monday, January fifth"},
      {"Sat. 5 June", "Saturday the fifth of June"},
      {"He sat.", "He sat."},
  });
}

TEST(DateRules, ReadsYearRanges) {
  expect_readings({
      {"1914-1918", "nineteen fourteen to nineteen eighteen"},
      {"1914–18", "nineteen fourteen to eighteen"},
      {"2020-2021", "twenty twenty to twenty twenty-one"},
      {"2020/21", "twenty twenty twenty-one"},
  });
}

TEST(DateRules, ReadsMonthAndDayAfterAWordThatAsksForThem) {
  expect_readings({
      {"due 12/25", "due December twenty-fifth"},
      {"on 3/14", "on March fourteenth"},
  });
}

TEST(DateRules, TakeMonthsInAnyCase) {
  expect_readings({
      {"july 25 2012", "July twenty-fifth twenty twelve"},
      {"25 jul 2012", "the twenty-fifth of July twenty twelve"},
      {"SEPT. 15", "September fifteenth"},
      {"15 january", "the fifteenth of January"},
      {"may 25, 2012", "May twenty-fifth, twenty twelve"},
      {"they march 5 miles", "they march five miles"},
      {"you may 2 times", "you may two times"},
      {"15-Jan-2020", "January fifteenth, twenty twenty"},
      {"Jan-15-2020", "January fifteenth, twenty twenty"},
      {"the 1960s-80s", "the nineteen sixties to eighties"},
      {"1960s-1980s", "nineteen sixties to nineteen eighties"},
  });
}

TEST(DateRules, ReadMonthsInARangeAndThousands) {
  expect_readings({
      {"Aug.-Sept.", "August to September."},
      {"1,000s of people", "thousands of people"},
      {"10,000s of people", "tens of thousands of people"},
      {"10s of people", "tens of people"},
      {"April 3d, 1865", "April third, eighteen sixty-five"},
  });
}

}  // namespace
}  // namespace driftwave
