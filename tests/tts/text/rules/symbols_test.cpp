#include <gtest/gtest.h>

#include "tests/tts/text/readings.h"

namespace driftwave {
namespace {

TEST(SymbolRules, ReadsSigns) {
  expect_readings({
      {"a & b", "a and b"},
      {"50 % off", "fifty percent off"},
      {"© 2020", "copyright twenty twenty"},
      {"§ 5", "section five"},
      {"√2", "square root of two"},
      {"∛27", "cube root of twenty-seven"},
      {"∜16", "fourth root of sixteen"},
      {"π", "pi"},
      {"α and β", "alpha and beta"},
      {"∞", "infinity"},
      {"5 ≥ 3", "five is at least three"},
  });
}

TEST(SymbolRules, ReadsArithmetic) {
  expect_readings({
      {"2 + 2 = 4", "two plus two equals four"},
      {"5 - 3 = 2", "five minus three equals two"},
      {"5 * 3", "five times three"},
      {"6 ÷ 2", "six divided by two"},
      {"10 / 2", "ten over two"},
      {"2^10", "two to the power of ten"},
      {"x^2", "x squared"},
      {"x² + y²", "x squared plus y squared"},
      {"m⁻¹", "m to the power of minus one"},
      {"10^-3", "ten to the power of minus three"},
      {"a = b + c", "a equals b plus c"},
  });
}

TEST(SymbolRules, ReadsComparisons) {
  expect_readings({
      {"5 < 10", "five is less than ten"},
      {"a > b", "a is greater than b"},
      {"x >= 5", "x is at least five"},
      {"<5", "less than five"},
  });
}

TEST(SymbolRules, ReadsSharpAndPlusPlus) {
  expect_readings({
      {"C++", "C plus plus"},
      {"C#", "C sharp"},
      {"F#", "F sharp"},
  });
}

TEST(SymbolRules, ReadsSlashes) {
  expect_readings({
      {"and/or", "and or"},
      {"he/she", "he or she"},
      {"yes/no", "yes or no"},
  });
}

TEST(SymbolRules, DropsEmojiAndFaces) {
  expect_readings({
      {"Hello 😀 world 🎉", "Hello world"},
      {":-) hi :)", "hi"},
      {"nice ;)", "nice"},
      {"❤️", ""},
      {"👩‍👩‍👧", ""},
  });
}

TEST(SymbolRules, DropsMarkup) {
  expect_readings({
      {"*bold* and _it_", "bold and it"},
      {"`code`", "code"},
      {"# Title", "Title"},
      {"- item", "item"},
      {"• item", "item"},
      {"word[1] next", "word next"},
      {"file(s)", "file"},
      {"=====", ""},
  });
}

TEST(SymbolRules, LeavesTheMarksOfAnEncyclopediaOut) {
  expect_readings({
      {"It works[1] well [2, 3].", "It works well."},
      {"as said [4-6] before", "as said before"},
      {"so[a] it was[note 2]", "so it was"},
      {"true [citation needed] or not", "true or not"},
      {"rated 5★ and 4.5 ★", "rated five stars and four point five stars"},
      {"rated ★★★★", "rated"},
  });
}

TEST(SymbolRules, TurnsBracketsToPauses) {
  expect_readings({
      {"(in parens) here", "in parens, here"},
      {"He left (today).", "He left, today."},
      {"He left (today)", "He left, today"},
      {"a [note] b", "a, note, b"},
  });
}

TEST(SymbolRules, TurnsDashesToPauses) {
  expect_readings({
      {"wait -- what", "wait— what"},
      {"wait — what", "wait— what"},
      {"wait - what", "wait— what"},
      {"well-known", "well-known"},
      {"state-of-the-art", "state-of-the-art"},
      {"pre- and post-war", "pre and post-war"},
  });
}

TEST(SymbolRules, KeepsTheStrongestOfMarks) {
  expect_readings({
      {"What?!", "What?"},
      {"Wow!!!", "Wow!"},
      {"hello...", "hello…"},
      {"hello…", "hello…"},
      {"(yes).", "yes."},
      {"so,, yes", "so, yes"},
  });
}

TEST(SymbolRules, DropsQuotationMarks) {
  expect_readings({
      {"\"quoted\" text", "quoted text"},
      {"“Hello,” she said", "Hello, she said"},
      {"'Hello,' he said", "Hello, he said"},
  });
}

TEST(SymbolRules, ReadFactorialsNegationsAndArrows) {
  expect_readings({
      {"5! = 120", "five factorial equals one hundred twenty"},
      {"The answer is 5!", "The answer is five!"},
      {"!ready", "not ready"},
      {"!important", "important"},
      {"16->8 bit", "sixteen to eight bit"},
      {"arr[0] is first", "arr, zero, is first"},
      {"The whale is large[3] and old.", "The whale is large and old."},
      {"<3 <3", ""},
      {"whatever ¯\\_(ツ)_/¯", "whatever"},
      {"$x^2$ is even", "x squared is even"},
      {"Δt", "delta T"},
  });
}

}  // namespace
}  // namespace driftwave
