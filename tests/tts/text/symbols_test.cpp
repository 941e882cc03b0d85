#include "tts/text/symbols.h"

#include <gtest/gtest.h>

#include <set>

#include "engine/core/error.h"
#include "tts/text/utf8.h"

namespace driftwave {
namespace {

// These ids are in every trained model. If this test fails, the change breaks them all.
TEST(Symbols, KeepTheirPlaces) {
  EXPECT_EQ(kSymbolTableVersion, 1);
  EXPECT_EQ(symbol_count(), 169U);
  const std::pair<char32_t, SymbolId> known[] = {
      {U' ', 3},  {U',', 4},  {U'.', 5},  {U'?', 6},   {U'!', 7},   {U';', 8},   {U':', 9},  {U'…', 10},
      {U'—', 11}, {U'ˈ', 22}, {U'ˌ', 23}, {U'ː', 24},  {U'a', 26},  {U'z', 50},  {U'æ', 51}, {U'ŋ', 56},
      {U'ə', 67}, {U'ɡ', 74}, {U'ɹ', 97}, {U'ʃ', 105}, {U'ʔ', 118}, {U'ᵻ', 133}, {U'θ', 136}};
  for (const auto& [character, id] : known) EXPECT_EQ(symbol_id(character), id);
}

TEST(Symbols, AreAllDifferent) {
  std::set<std::string_view> texts;
  for (std::size_t i = 0; i < symbol_count(); ++i) texts.insert(symbol_text(static_cast<SymbolId>(i)));
  EXPECT_EQ(texts.size(), symbol_count());
}

TEST(Symbols, AreOneCodePointEachAndFindTheirWayBack) {
  for (std::size_t i = 3; i < symbol_count(); ++i) {
    const auto id = static_cast<SymbolId>(i);
    const std::u32string points = to_code_points(symbol_text(id));
    ASSERT_EQ(points.size(), 1U) << i;
    EXPECT_EQ(symbol_id(points.front()), id) << i;
  }
}

TEST(Symbols, TakeTypedSpellings) {
  EXPECT_EQ(symbol_id(U'g'), symbol_id(U'ɡ'));
  EXPECT_EQ(symbol_id(U'\''), symbol_id(U'ˈ'));
  EXPECT_EQ(symbol_id(U'–'), symbol_id(U'—'));
}

TEST(Symbols, DoNotHoldDigitsOrCapitals) {
  EXPECT_FALSE(symbol_id(U'5').has_value());
  EXPECT_FALSE(symbol_id(U'A').has_value());
  EXPECT_FALSE(symbol_id(U'_').has_value());
}

TEST(Symbols, TellPausesFromPhones) {
  EXPECT_TRUE(is_punctuation(*symbol_id(U'?')));
  EXPECT_FALSE(is_punctuation(kSpaceId));
  EXPECT_FALSE(is_punctuation(*symbol_id(U'a')));
  EXPECT_FALSE(is_punctuation(-1));
  EXPECT_FALSE(is_punctuation(10000));
}

TEST(Symbols, RefuseIdsOutsideTheTable) {
  EXPECT_THROW((void)symbol_text(-1), Error);
  EXPECT_THROW((void)symbol_text(static_cast<SymbolId>(symbol_count())), Error);
}

TEST(Symbols, PrintWithoutPadBeginAndEnd) {
  const SymbolId ids[] = {kBeginId,         *symbol_id(U'a'), kSpaceId, *symbol_id(U'ː'),
                          *symbol_id(U'.'), kEndId,           kPadId};
  EXPECT_EQ(symbols_to_text(ids), "a ː.");
}

}  // namespace
}  // namespace driftwave
