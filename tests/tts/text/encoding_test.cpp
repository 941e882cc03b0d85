#include "tts/text/encoding.h"

#include <gtest/gtest.h>

#include <string_view>

namespace driftwave {
namespace {

std::string bytes(std::string_view text) {
  return std::string(text);
}

std::string decoded(std::string_view text) {
  return decode_text(bytes(text)).utf8;
}

TEST(DecodeText, GoesByTheByteOrderMark) {
  using namespace std::string_view_literals;
  EXPECT_EQ(decoded("\xFF\xFEH\0i\0\x19 "sv), "Hi\xE2\x80\x99");
  EXPECT_EQ(decoded("\xFE\xFF\0H\0i"sv), "Hi");
  EXPECT_EQ(decoded("\xFF\xFE\0\0H\0\0\0i\0\0\0"sv), "Hi");
  EXPECT_EQ(decoded("\0\0\xFE\xFF\0\0\0H"sv), "H");
  EXPECT_EQ(decoded("\xFF\xFE=\xD8\0\xDE"sv), "\xF0\x9F\x98\x80");
  EXPECT_EQ(decoded("\xFF\xFE"sv), "");
  const DecodedText utf8 = decode_text(bytes("\xEF\xBB\xBFHi"));
  EXPECT_EQ(utf8.utf8, "Hi");
  EXPECT_EQ(utf8.skipped_bytes, 3U);
  EXPECT_EQ(utf8.note, "");
}

TEST(DecodeText, GoesByTheXmlDeclaration) {
  EXPECT_EQ(decoded("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>caf\xE9"),
            "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>caf\xC3\xA9");
  EXPECT_TRUE(decoded("<?xml version='1.0' encoding='koi8-r'?>\xDE\xC1\xCA").ends_with("чай"));
  EXPECT_TRUE(decoded("<?xml version='1.0' encoding='UTF-8'?>caf\xC3\xA9").ends_with("café"));
  EXPECT_TRUE(decoded("<?xml version='1.0' encoding='klingon'?>caf\xE9").ends_with("café"));
}

TEST(DecodeText, TakesUtf8AsItIs) {
  for (const char* text : {"", "plain", "café – “nice”", "😀"}) {
    EXPECT_EQ(decoded(text), text);
    EXPECT_EQ(decode_text(text).note, "");
  }
}

TEST(DecodeText, GuessesWindowsWithANote) {
  const DecodedText text =
      decode_text(bytes("It\x92s caf\xE9: \x80"
                        "5 \x96 \x93yes\x94\x85"));
  EXPECT_EQ(text.utf8, "It’s café: €5 – “yes”…");
  EXPECT_NE(text.note.find("Windows-1252"), std::string::npos);
}

TEST(DecodeText, LeavesDamagedBytesToTheReader) {
  EXPECT_EQ(decoded("caf\xC3\xA9 \xFF"), "caf\xC3\xA9 \xFF");
  EXPECT_EQ(decoded("Hel\xFFlo\x01"), "Hel\xFFlo\x01");
}

}  // namespace
}  // namespace driftwave
