#include "tts/text/pls.h"

#include <gtest/gtest.h>

#include "engine/core/error.h"
#include "tts/text/lexicon.h"

namespace driftwave {
namespace {

std::string document(const std::string& lexemes) {
  return R"(<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en-US">
)" + lexemes +
         "</lexicon>";
}

std::string message_of(const std::string& pls) {
  try {
    (void)lexicon_lines(pls, "names.pls");
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(Pls, GivesGraphemesTheirPhonemesAndAliases) {
  const std::string lines =
      lexicon_lines(document("<lexeme><grapheme>Niamh</grapheme><grapheme>Neve</grapheme>"
                             "<phoneme> niːv </phoneme><phoneme>x</phoneme></lexeme>"
                             "<lexeme><grapheme>W3C</grapheme><alias>World Wide\nWeb "
                             "Consortium</alias></lexeme>"),
                    "names.pls");
  EXPECT_EQ(lines, "Niamh\t/niːv/\nNeve\t/niːv/\nW3C\tWorld Wide Web Consortium\n");
}

TEST(Pls, ReadsOtherAlphabets) {
  const std::string lines = lexicon_lines(
      document(
          "<lexeme><grapheme>tomato</grapheme><phoneme alphabet=\"x-sampa\">t@mA:toU</phoneme></lexeme>"),
      "names.pls");
  EXPECT_EQ(lines, "tomato\t/təmɑːtoʊ/\n");
}

TEST(Pls, LeavesOutWhatItCannotSay) {
  EXPECT_EQ(lexicon_lines(document("<lexeme><grapheme>a b</grapheme><alias>c</alias></lexeme>"
                                   "<lexeme><grapheme>d</grapheme></lexeme><meta name=\"x\"/>"),
                          "names.pls"),
            "");
}

TEST(Pls, NamesItsFaults) {
  EXPECT_NE(message_of("<lexicon>\n<lexeme>").find("names.pls, line 2"), std::string::npos);
  EXPECT_NE(message_of("<?xml version=\"1.0\"?><speak/>").find("want <lexicon>"), std::string::npos);
}

TEST(Pls, IsToldFromTwoColumns) {
  EXPECT_TRUE(is_xml("\n<?xml version=\"1.0\"?><lexicon/>"));
  EXPECT_FALSE(is_xml("# names\nNiamh /niːv/"));
}

}  // namespace
}  // namespace driftwave
