#include "tts/training/phone_units.h"

#include <gtest/gtest.h>

#include <string>

#include "tts/text/symbols.h"

namespace driftwave {
namespace {

std::vector<std::int32_t> ids_of(std::u32string_view text) {
  std::vector<std::int32_t> ids = {kBeginId};
  for (const char32_t c : text) ids.push_back(symbol_id(c).value());
  ids.push_back(kEndId);
  return ids;
}

TEST(PhoneUnits, SkipStressAndLengthMarks) {
  const auto units = phone_units(ids_of(U"sˈiː"));
  ASSERT_EQ(units.size(), 4U);  // begin, s, i, end
  EXPECT_EQ(units[1].symbol, 1U);
  EXPECT_EQ(units[2].symbol, 3U);
  EXPECT_FALSE(units[2].pause);
}

TEST(PhoneUnits, TellLongFromShort) {
  const auto units = phone_units(ids_of(U"iiː"));
  EXPECT_NE(units[1].model, units[2].model);
  EXPECT_EQ(phone_units(ids_of(U"it"))[1].model, units[1].model);
}

TEST(PhoneUnits, KeepOneOfNeighbouringPauses) {
  const auto ids = ids_of(U"a, b.");
  const auto units = phone_units(ids);
  ASSERT_EQ(units.size(), 5U);  // begin, a, comma, b, end
  EXPECT_EQ(ids[units[2].symbol], symbol_id(U','));
  EXPECT_EQ(ids[units[4].symbol], kEndId);
  EXPECT_TRUE(units[2].pause && units[4].pause);
}

TEST(PhoneUnits, LetASpaceBeAPause) {
  const auto units = phone_units(ids_of(U"a b"));
  ASSERT_EQ(units.size(), 5U);
  EXPECT_EQ(units[2].model, kPauseModel);
}

}  // namespace
}  // namespace driftwave
