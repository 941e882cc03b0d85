#include <gtest/gtest.h>

#include "tests/tts/text/readings.h"

namespace driftwave {
namespace {

TEST(MoneyRules, ReadsDollarsAndCents) {
  expect_readings({
      {"$5", "five dollars"},
      {"$1", "one dollar"},
      {"$5.20", "five dollars and twenty cents"},
      {"$1.01", "one dollar and one cent"},
      {"$0.99", "ninety-nine cents"},
      {"$.99", "ninety-nine cents"},
      {"$1,234.56", "one thousand two hundred thirty-four dollars and fifty-six cents"},
      {"$2.00", "two dollars"},
      {"It cost $3.", "It cost three dollars."},
  });
}

TEST(MoneyRules, ReadsMagnitudes) {
  expect_readings({
      {"$1.5 million", "one point five million dollars"},
      {"$5M", "five million dollars"},
      {"$10k", "ten thousand dollars"},
      {"$3.5bn", "three point five billion dollars"},
      {"€1.2bn", "one point two billion euros"},
      {"£1m", "one million pounds"},
      {"$100-million", "one hundred million dollars"},
      {"USD 1.5 million", "one point five million U S dollars"},
  });
}

TEST(MoneyRules, ReadsOtherCurrencies) {
  expect_readings({
      {"€20", "twenty euros"},
      {"€1", "one euro"},
      {"€5.50", "five euros and fifty cents"},
      {"£3.50", "three pounds and fifty pence"},
      {"£1", "one pound"},
      {"¥500", "five hundred yen"},
      {"₹500", "five hundred rupees"},
      {"CHF 20", "twenty Swiss francs"},
      {"US$5", "five U S dollars"},
      {"C$10", "ten Canadian dollars"},
      {"5¢", "five cents"},
      {"1¢", "one cent"},
  });
}

TEST(MoneyRules, ReadsSignsAfterTheAmount) {
  expect_readings({
      {"20 €", "twenty euros"},
      {"5€", "five euros"},
      {"5 USD", "five U S dollars"},
      {"10 EUR", "ten euros"},
  });
}

TEST(MoneyRules, ReadsNegativeAmountsAndRanges) {
  expect_readings({
      {"-$5", "minus five dollars"},
      {"$-5", "minus five dollars"},
      {"$5-$10", "five to ten dollars"},
      {"$5–10 million", "five to ten million dollars"},
      {"£5-10", "five to ten pounds"},
      {"$50+", "fifty dollars plus"},
  });
}

TEST(MoneyRules, KeepsAdjectivesSingular) {
  expect_readings({
      {"a $5 bill", "a five dollar bill"},
      {"$20 bill", "twenty dollar bill"},
      {"a $1.5 million deal", "a one point five million dollar deal"},
      {"$5-a-day", "five dollar a-day"},
  });
}

TEST(MoneyRules, ReadsPrices) {
  expect_readings({
      {"$5/month", "five dollars per month"},
      {"$2.50/lb", "two dollars and fifty cents per pound"},
      {"$9/hr", "nine dollars per hour"},
  });
}

TEST(MoneyRules, CountOneDollarAndCents) {
  expect_readings({
      {"$1.00", "one dollar"},
      {"$2.00", "two dollars"},
      {"$150.25-$250.67",
       "one hundred fifty dollars and twenty-five cents to two hundred fifty dollars and sixty-seven cents"},
      {"$50.00-$100.00", "fifty to one hundred dollars"},
      {"£10/wk", "ten pounds per week"},
      {"$1/d", "one dollar per day"},
  });
}

TEST(MoneyRules, ReadShillingsAndPence) {
  expect_readings({
      {"breakfast 2s. 6d. a day", "breakfast two shillings and six pence a day"},
      {"£5 10s.", "five pounds ten shillings."},
      {"10s later", "ten seconds later"},
  });
}

TEST(MoneyRules, ReadOldPenceAndTheThreeRs) {
  expect_readings({
      {"It costs 4d. now", "It costs four pence now"},
      {"from 4d. to 1d.", "from four pence to one penny."},
      {"the 3 Rs", "the three Rs"},
      {"500 Rs", "five hundred rupees"},
      {"$1.2M-$1.5M", "one point two million dollars to one point five million dollars"},
      {"50 cts.", "fifty cents."},
  });
}

}  // namespace
}  // namespace driftwave
