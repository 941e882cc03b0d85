#include <gtest/gtest.h>

#include "tests/tts/text/readings.h"

namespace driftwave {
namespace {

TEST(RomanRules, ReadsRulersAsOrdinals) {
  expect_readings({
      {"Henry VIII", "Henry the eighth"},
      {"Elizabeth I", "Elizabeth the first"},
      {"Louis XIV's", "Louis the fourteenth's"},
      {"Pope John Paul II", "Pope John Paul the second"},
      {"King Charles III", "King Charles the third"},
      {"Charles I was king", "Charles the first was king"},
  });
}

TEST(RomanRules, ReadsNumberedThings) {
  expect_readings({
      {"Chapter IV", "Chapter four"},
      {"World War II", "World War two"},
      {"World War I", "World War one"},
      {"Part I", "Part one"},
      {"Act II, Scene III", "Act two, Scene three"},
      {"Type II", "Type two"},
      {"Vol. III", "Volume three"},
      {"Rocky II", "Rocky two"},
      {"Super Bowl XLV", "Super Bowl forty-five"},
  });
}

TEST(RomanRules, ReadsCenturies) {
  expect_readings({
      {"XIX century", "nineteenth century"},
      {"the XXI century", "the twenty-first century"},
  });
}

TEST(RomanRules, LeavesWordsAndPronouns) {
  expect_readings({
      {"Me and I", "Me and I"},
      {"as Charles I think", "as Charles I think"},
      {"Malcolm X", "Malcolm X"},
      {"MIX", "mix"},
      {"CIVIL", "civil"},
      {"an IV drip", "an I V drip"},
      {"I", "I"},
      {"followed WWI", "followed World War one"},
  });
}

}  // namespace
}  // namespace driftwave
