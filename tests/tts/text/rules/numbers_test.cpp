#include <gtest/gtest.h>

#include "tests/tts/text/readings.h"

namespace driftwave {
namespace {

TEST(NumberRules, ReadsCardinals) {
  expect_readings({
      {"I have 5 apples and 21 pears.", "I have five apples and twenty-one pears."},
      {"0", "zero"},
      {"12", "twelve"},
      {"100", "one hundred"},
      {"101", "one hundred one"},
      {"999", "nine hundred ninety-nine"},
      {"1,000", "one thousand"},
      {"1,234,567", "one million two hundred thirty-four thousand five hundred sixty-seven"},
      {"1,000,000 people", "one million people"},
      {"1000000000000", "one trillion"},
      {"100,000,000,000", "one hundred billion"},
  });
}

TEST(NumberRules, ReadsLeadingZerosAndEndlessDigitsOneByOne) {
  expect_readings({
      {"007", "zero zero seven"},
      {"00", "zero zero"},
      {"0800", "zero eight zero zero"},
      {"12345678901234567890",
       "one two three four five six seven eight nine zero one two three four five six seven eight nine zero"},
  });
}

TEST(NumberRules, ReadsDecimalsDigitByDigit) {
  expect_readings({
      {"0.5", "zero point five"},
      {".5", "point five"},
      {"3.14159", "three point one four one five nine"},
      {"5.0", "five point zero"},
      {"0.10", "zero point one zero"},
      {"He ran 5.5.", "He ran five point five."},
      {"Python 3.10", "Python three point ten"},
  });
}

TEST(NumberRules, ReadsSigns) {
  expect_readings({
      {"-5", "minus five"},
      {"−40 degrees", "minus forty degrees"},
      {"-0.5", "minus zero point five"},
      {"+5", "plus five"},
      {"±3", "plus or minus three"},
      {"~5", "about five"},
      {"5+", "five plus"},
      {"minus 3", "minus three"},
  });
}

TEST(NumberRules, ReadsOrdinals) {
  expect_readings({
      {"1st 2nd 3rd 4th", "first second third fourth"},
      {"11th 12th 13th", "eleventh twelfth thirteenth"},
      {"21st century", "twenty-first century"},
      {"22nd", "twenty-second"},
      {"100th", "one hundredth"},
      {"1,000th", "one thousandth"},
      {"the 3rd's turn", "the third's turn"},
      {"5º", "five degrees"},
  });
}

TEST(NumberRules, ReadsFractions) {
  expect_readings({
      {"1/2", "one half"},
      {"3/4", "three quarters"},
      {"2/3", "two thirds"},
      {"5/8", "five eighths"},
      {"22/7", "twenty-two sevenths"},
      {"1/100", "one one hundredth"},
      {"3/250", "three over two hundred fifty"},
      {"2 1/2", "two and a half"},
      {"3 1/3", "three and one third"},
      {"2½ cups", "two and a half cups"},
      {"¼ cup", "one quarter cup"},
      {"¾", "three quarters"},
      {"1½", "one and a half"},
  });
}

TEST(NumberRules, ReadsSlashedPairsThatAreNoFractions) {
  expect_readings({
      {"24/7", "twenty-four seven"},
      {"9/11", "nine eleven"},
      {"50/50", "fifty fifty"},
      {"80/20", "eighty twenty"},
      {"20/20 vision", "twenty twenty vision"},
      {"10/10", "ten out of ten"},
  });
}

TEST(NumberRules, ReadsRanges) {
  expect_readings({
      {"10–20", "ten to twenty"},
      {"10-20", "ten to twenty"},
      {"pages 3-5", "pages three to five"},
      {"10 – 20", "ten to twenty"},
      {"2-3 million", "two to three million"},
      {"0.5-1.5", "zero point five to one point five"},
      {"1-2-3", "one two three"},
  });
}

TEST(NumberRules, ReadsScoresAndRatios) {
  expect_readings({
      {"They won 3-2.", "They won three to two."},
      {"a 3:1 ratio", "a three to one ratio"},
      {"16:9", "sixteen to nine"},
      {"26:11.00", "twenty-six: eleven point zero zero"},
  });
}

TEST(NumberRules, ReadsPowersOfTen) {
  expect_readings({
      {"1e6", "one times ten to the power of six"},
      {"1.5e-3", "one point five times ten to the power of minus three"},
      {"6.022e23", "six point zero two two times ten to the power of twenty-three"},
      {"3.0×10^8", "three point zero times ten to the power of eight"},
      {"3×10⁸", "three times ten to the power of eight"},
      {"10⁶", "ten to the power of six"},
  });
}

TEST(NumberRules, ReadsProducts) {
  expect_readings({
      {"3x4", "three by four"},
      {"1920x1080", "one thousand nine hundred twenty by one thousand eighty"},
      {"3 × 4", "three times four"},
      {"3 x 4", "three times four"},
      {"10x", "ten times"},
      {"5x faster", "five times faster"},
  });
}

TEST(NumberRules, ReadsShortMagnitudes) {
  expect_readings({
      {"100k", "one hundred thousand"},
      {"10M users", "ten million users"},
      {"2bn", "two billion"},
      {"10K", "ten K"},
      {"3.5 million", "three point five million"},
  });
}

TEST(NumberRules, ReadsNumberSigns) {
  expect_readings({
      {"#1", "number one"},
      {"No. 5", "number five"},
      {"Nos. 5 and 6", "numbers five and six"},
      {"no. 7", "number seven"},
      {"№ 8", "number eight"},
      {"No. I will not.", "No. I will not."},
  });
}

TEST(NumberRules, ReadsVersions) {
  expect_readings({
      {"v2", "version two"},
      {"v1.2.3", "version one point two point three"},
      {"version 1.2.3", "version one point two point three"},
      {"192.168.0.1", "one hundred ninety-two dot one hundred sixty-eight dot zero dot one"},
      {"iOS 17.1", "i O S seventeen point one"},
      {"Windows 11", "Windows eleven"},
  });
}

TEST(NumberRules, ReadsDigitsInNames) {
  expect_readings({
      {"MP3", "M P three"},
      {"mp3", "M P three"},
      {"A4", "A four"},
      {"H2O", "H two O"},
      {"H₂O", "H two O"},
      {"B52", "B fifty-two"},
      {"COVID-19", "covid nineteen"},
      {"F-16", "F sixteen"},
      {"3D", "three D"},
      {"5G", "five G"},
      {"4K", "four K"},
      {"GPT-4", "G P T four"},
      {"B2B", "B two B"},
      {"Python 3.11's", "Python three point eleven's"},
      {"Apt. 4B", "Apartment four B"},
      {"x86", "X eighty-six"},
      {"Vitamin B12", "Vitamin B twelve"},
      {"WW2", "W W two"},
      {"U2", "U two"},
      {"AB1234", "A B one two three four"},
  });
}

TEST(NumberRules, JoinsNumbersAndWords) {
  expect_readings({
      {"10-year-old", "ten year-old"},
      {"5-star hotel", "five star hotel"},
      {"mid-1990s", "mid nineteen nineties"},
      {"7-Eleven", "seven Eleven"},
      {"24-hour", "twenty-four hour"},
      {"100s of people", "hundreds of people"},
  });
}

TEST(NumberRules, KeepsCommasBetweenNumbers) {
  expect_readings({
      {"5, 6, 7", "five, six, seven"},
      {"1,000, 2,000", "one thousand, two thousand"},
      {"1, 2 and 3", "one, two and three"},
  });
}

TEST(NumberRules, KeepTwoNumbersApart) {
  expect_readings({
      {"Order 66 123", "Order sixty-six one hundred twenty-three"},
      {"12 500 seats", "twelve thousand five hundred seats"},
      {"1-2=5", "one minus two equals five"},
      {"1/4th of it", "one quarter of it"},
  });
}

TEST(NumberRules, ReadForeignGroupsSharesAndVersions) {
  expect_readings({
      {"1.000.000 people", "one million people"},
      {"1'000'000 francs", "one million francs"},
      {"12.345 meters", "twelve point three four five meters"},
      {"10.0.0.1", "ten dot zero dot zero dot one"},
      {"a 50-50 chance", "a fifty fifty chance"},
      {"an 80-20 rule", "an eighty twenty rule"},
      {"won 60-40", "won sixty to forty"},
      {"Python 3.11", "Python three point eleven"},
      {"Ubuntu 22.04", "Ubuntu twenty-two point zero four"},
      {"about 3.11 miles", "about three point one one miles"},
      {"from 0.13.x", "from zero point thirteen point X"},
      {"the 3d of April", "the third of April"},
      {"the 22d Infantry", "the twenty-second Infantry"},
      {"a 3d model", "a three D model"},
      {"10⁻⁹ m", "ten to the power of minus nine meters"},
      {"½–¾ inch", "one half to three quarters inch"},
  });
}

}  // namespace
}  // namespace driftwave
