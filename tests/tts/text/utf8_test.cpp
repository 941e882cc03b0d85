#include "tts/text/utf8.h"

#include <gtest/gtest.h>

#include <random>

namespace driftwave {
namespace {

TEST(CleanUtf8, LeavesGoodTextAlone) {
  const CleanText clean = clean_utf8("Naïve café,\n\ttab 東京 😀");
  EXPECT_EQ(clean.text, "Naïve café,\n\ttab 東京 😀");
  EXPECT_EQ(clean.dropped_bytes, 0U);
  EXPECT_EQ(clean.replaced_controls, 0U);
  EXPECT_EQ(clean.source_offset(7), 7U);
}

TEST(CleanUtf8, DropsBytesThatAreNoCharacters) {
  const CleanText clean = clean_utf8("a\xFF\xC3(b\xE2\x82");
  EXPECT_EQ(clean.text, "a(b");
  EXPECT_EQ(clean.dropped_bytes, 4U);
}

TEST(CleanUtf8, DropsOverlongFormsAndSurrogates) {
  EXPECT_EQ(clean_utf8("x\xC0\xAFy").text, "xy");
  EXPECT_EQ(clean_utf8("x\xED\xA0\x80y").text, "xy");
  EXPECT_EQ(clean_utf8("x\xF5\x80\x80\x80y").text, "xy");
}

TEST(CleanUtf8, DropsByteOrderMarksAndSoftHyphens) {
  EXPECT_EQ(clean_utf8("\xEF\xBB\xBF"
                       "co\xC2\xAD"
                       "operate")
                .text,
            "cooperate");
}

TEST(CleanUtf8, TurnsControlCharactersIntoSpaces) {
  const CleanText clean = clean_utf8(std::string_view("a\0b\x07\x1B\x7F", 6));
  EXPECT_EQ(clean.text, "a b   ");
  EXPECT_EQ(clean.replaced_controls, 4U);
}

TEST(CleanUtf8, LeavesTheColoursOfATerminalOut) {
  const CleanText clean = clean_utf8("\x1B[1;31mred\x1B[0m and \x1B[2Kplain");
  EXPECT_EQ(clean.text, "red and plain");
  EXPECT_EQ(clean.source_offset(0), 7U);
  EXPECT_EQ(clean.dropped_bytes, 0U);
  EXPECT_EQ(clean_utf8("\x1B[").text, " [");
}

TEST(CleanUtf8, TakesTheLineEndsOfAnySystem) {
  const CleanText clean = clean_utf8("one\r\ntwo\rthree\n");
  EXPECT_EQ(clean.text, "one \ntwo\nthree\n");
  EXPECT_EQ(clean.replaced_controls, 0U);
}

TEST(CleanUtf8, FindsTheWayBackToTheSource) {
  const std::string_view source = "\xEF\xBB\xBFone\xFF two\xFF\xFF three";
  const CleanText clean = clean_utf8(source);
  ASSERT_EQ(clean.text, "one two three");
  for (const std::string_view word : {"one", "two", "three"}) {
    EXPECT_EQ(clean.source_offset(clean.text.find(word)), source.find(word)) << word;
  }
  EXPECT_EQ(clean.source_offset(clean.text.size()), source.size());
}

TEST(CleanUtf8, AcceptsAnyBytes) {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    std::string bytes(64, '\0');
    for (char& c : bytes) c = static_cast<char>(random() & 0xFFU);
    const CleanText clean = clean_utf8(bytes);
    EXPECT_EQ(clean_utf8(clean.text).dropped_bytes, 0U);
    EXPECT_LE(clean.text.size() + clean.dropped_bytes, bytes.size());
    for (std::size_t i = 0; i < clean.text.size(); ++i) EXPECT_LT(clean.source_offset(i), bytes.size());
  }
}

TEST(CodePoints, RoundTrip) {
  const std::string text = "aé東😀";
  const std::u32string points = to_code_points(text);
  ASSERT_EQ(points.size(), 4U);
  std::string back;
  for (const char32_t c : points) append_utf8(back, c);
  EXPECT_EQ(back, text);
}

TEST(CodePoints, SurrogatesAppendNothing) {
  std::string out;
  append_utf8(out, 0xD800);
  append_utf8(out, 0x110000);
  EXPECT_TRUE(out.empty());
}

}  // namespace
}  // namespace driftwave
