#include "tts/text/plain_text.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <random>

#include "tts/text/front_end.h"

namespace driftwave {
namespace {

struct MarkedAndPlain {
  std::string_view marked;
  std::string_view plain;
};

void expect_plain(std::initializer_list<MarkedAndPlain> table) {
  for (const MarkedAndPlain& line : table)
    EXPECT_EQ(plain_text(clean_utf8(line.marked)).text, line.plain) << line.marked;
}

TEST(PlainText, LeavesProseAsItStands) {
  expect_plain({
      {"It was 5 < 6, and a > b.", "It was 5 < 6, and a > b."},
      {"Use a <b or c> d.", "Use a <b or c> d."},
      {"driftwave <file>", "driftwave <file>"},
      {"[a] (b) & c; R&D", "[a] (b) & c; R&D"},
      {"AT&T; x&y", "AT&T; x&y"},
      {"say [[həlˈoʊ]] (now)", "say [[həlˈoʊ]] (now)"},
  });
}

TEST(PlainText, LeavesTagsOut) {
  expect_plain({
      {"a <b>bold</b> <i class=\"x\">word</i>", "a bold word"},
      {"<a href='https://x.org/?a=1&b=2'>the guide</a>", "the guide"},
      {"one<!-- two --> three", "one three"},
      {"<script>var a = 1 < 2;</script>end", "end"},
      {"<style>p { color: red }</style>end", "end"},
      {"<!DOCTYPE html>end", "end"},
      {"one<br/>two", "one, \ntwo"},
      {"one.<br>two", "one. \ntwo"},
      {"<li>Tea</li><li>Ice</li>", "\nTea.\n\nIce.\n"},
      {"<think>so</think>", "so"},
      {"<img src=\"a.png\" alt=\"a red barn\">", "a red barn"},
      {"10<sup>6</sup> 19<sup>th</sup>", "10^6 19th"},
      {"<https://example.com>", "https://example.com"},
      {"<v Fred>Hello", "Hello"},
  });
}

TEST(PlainText, DecodesEntities) {
  expect_plain({
      {"Salt &amp; pepper", "Salt & pepper"},
      {"It&#39;s", "It's"},
      {"It&#x2019;s", "It’s"},
      {"1&nbsp;000 &euro;", "1 000 €"},
      {"caf&eacute;", "café"},
      {"a &lt;b&gt; c", "a <b> c"},
      {"&unknown; &#0; &#xFFFFFFFF;", "&unknown; &#0; &#xFFFFFFFF;"},
  });
}

TEST(PlainText, LeavesLinkTargetsOut) {
  expect_plain({
      {"See [the guide](https://example.com/a_(b)).", "See the guide."},
      {"[a](b.html \"a title\") c", "a c"},
      {"![a barn](barn.png)", "a barn"},
      {"[![badge](b.svg)](c.html)", "badge"},
      {"[RFC 2616][rfc]", "RFC 2616"},
      {"so[^3] it", "so it"},
      {"[x]: https://example.com\nText", "\nText"},
      {"an [array](of things) here", "an [array](of things) here"},
  });
}

TEST(PlainText, TakesPhonemesInLinkForm) {
  expect_plain({
      {"[Bob](/bɒb/)", "[[bɒb]]"},
      {"[Kokoro](/kˈOkəɹO/)", "[[kˈoʊkəɹoʊ]]"},
      {"[About](/about/)", "About"},
  });
}

TEST(PlainText, LeavesTheFrameOfMarkdownOut) {
  expect_plain({
      {"# A title\nText", "A title.\nText"},
      {"## Really? \nText", "Really? \nText"},
      {"#hashtag", "#hashtag"},
      {"> quoted\n> > twice", "quoted\ntwice"},
      {"Before\n```cpp\nint x;\n```\nAfter", "Before\n\nint x;\n\nAfter"},
      {"One\n---\nTwo\n***\nThree", "One\n\nTwo\n\nThree"},
      {"| a | b |\n|:--|--:|\n| c | d |", "| a | b |\n\n| c | d |"},
  });
}

TEST(PlainText, LeavesTheClocksOfSubtitlesOut) {
  expect_plain({
      {"1\n00:00:01,000 --> 00:00:02,500\nHello.\n\n2\n00:00:03,000 --> 00:00:04,000\nBye.",
       "\n\nHello.\n\n\n\nBye."},
      {"WEBVTT\n\n00:01.000 --> 00:02.000 align:start\n<c.yellow>Hi</c> <00:00:01.500>there",
       "\n\n\nHi there"},
      {"{\\an8}Up here", "Up here"},
      {"12\nmonkeys", "12\nmonkeys"},
  });
}

TEST(PlainText, TurnsInlinePausesIntoPauseMarks) {
  expect_plain({
      {"Wait [pause:0.5s] here", "Wait ,  here"},
      {"Wait. [pause:1] Here", "Wait.   Here"},
      {"Wait <silence=100> here", "Wait ,  here"},
      {"[pause button]", "[pause button]"},
  });
}

TEST(PlainText, GivesCompatibilityFormsInPlainLetters) {
  expect_plain({
      {"Act Ⅳ", "Act IV"},
      {"ⅻ", "XII"},
      {"① ⑳ ❷ Ⓗ", "1 20 2 H"},
      {"5 ㎏ 20 ㎡ 3 ㎧", "5 kg 20 m² 3 m/s"},
      {"Ｈｉ！", "Hi!"},
      {"½ ² ™ … “a”", "½ ² ™ … “a”"},
  });
}

TEST(PlainText, LeadsBackToTheSource) {
  const std::string_view source = "# Caf&eacute; <b>\xFFTwo</b> Ⅷ [a b](c) end";
  const CleanText plain = plain_text(clean_utf8(source));
  EXPECT_EQ(plain.text, "Café Two VIII a b end.");
  for (const std::string_view word : {"Caf", "Two", "a b", "end"})
    EXPECT_EQ(source.substr(plain.source_offset(plain.text.find(word)), word.size()), word);
  EXPECT_EQ(plain.source_offset(plain.text.find("é")), source.find("&eacute;"));
  EXPECT_EQ(plain.source_offset(plain.text.find("VIII") + 3), source.find("Ⅷ"));
}

TEST(PlainText, WordsSpanWholeCharactersOfTheSource) {
  const std::string_view source = "Act Ⅳ begins.";
  const std::vector<SpokenSentence> spoken = TextFrontEnd().process(source);
  ASSERT_EQ(spoken.size(), 1U);
  const WordSpan& four = spoken[0].phonemes.words.at(1);
  EXPECT_EQ(source.substr(four.source_begin, four.source_end - four.source_begin), "Ⅳ");
}

TEST(PlainText, OffsetsOfRandomMarkupNeverLeaveTheSource) {
  static constexpr std::string_view kPieces[] = {"<b>",   "</p>",
                                                 "&amp;", "[a](b)",
                                                 "[[",    "]]",
                                                 "# ",    "\n",
                                                 "![",    "](",
                                                 "Ⅷ",     "㎡",
                                                 "x",     "```",
                                                 "> ",    "<",
                                                 "&#",    "[pause:1]",
                                                 "<!--",  "\xC3",
                                                 " ",     "1\n00:00:01,000 --> 2\n"};
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    std::string source;
    for (int i = 0; i < 12; ++i) source += kPieces[random() % std::size(kPieces)];
    const CleanText plain = plain_text(clean_utf8(source));
    for (std::size_t i = 0; i < plain.text.size(); ++i)
      ASSERT_LT(plain.source_offset(i), source.size()) << source;
  }
}

TEST(PlainText, LeavesCitationsAndHeadersOfSubtitlesOut) {
  expect_plain({
      {"A mammal.[1][2]", "A mammal."},
      {"See [the guide][2].", "See the guide."},
      {"WEBVTT\n\n", "\n\n"},
  });
}

}  // namespace
}  // namespace driftwave
