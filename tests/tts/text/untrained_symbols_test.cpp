#include "tts/text/untrained_symbols.h"

#include <gtest/gtest.h>

#include "tts/text/utf8.h"

namespace driftwave {
namespace {

std::vector<bool> trained_on(std::string_view symbols) {
  std::vector<bool> trained(symbol_count());
  for (const char32_t c : to_code_points(symbols)) trained[static_cast<std::size_t>(*symbol_id(c))] = true;
  return trained;
}

/// One word a space, with the marks after it.
PhonemeSequence sequence_of(std::string_view text) {
  PhonemeSequence sequence;
  sequence.ids.push_back(kBeginId);
  std::size_t begin = 1;
  const auto end_word = [&] {
    if (sequence.ids.size() > begin) sequence.words.push_back({"", begin, sequence.ids.size(), 0, 1});
  };
  for (const char32_t c : to_code_points(text)) {
    const SymbolId id = *symbol_id(c);
    if (id == kSpaceId || is_punctuation(id)) end_word();
    sequence.ids.push_back(id);
    if (id == kSpaceId || is_punctuation(id)) begin = sequence.ids.size();
  }
  end_word();
  sequence.ids.push_back(kEndId);
  return sequence;
}

std::string restricted(std::string_view text, std::string_view symbols) {
  PhonemeSequence sequence = sequence_of(text);
  replace_untrained_symbols(sequence, trained_on(symbols));
  return symbols_to_text(sequence.ids);
}

TEST(UntrainedSymbols, LeaveTrainedOnesAlone) {
  EXPECT_EQ(restricted("ab, a.", "ab,."), "ab, a.");
}

TEST(UntrainedSymbols, BecomeTheNearestPause) {
  EXPECT_EQ(restricted("a? a! a… a: a—", "a,.;"), "a. a. a. a; a,");
  EXPECT_EQ(restricted("a?", "a,"), "a,");
}

TEST(UntrainedSymbols, BecomeTheNearestPhone) {
  EXPECT_EQ(restricted("yxɣ", "ikɡ"), "ikɡ");
  EXPECT_EQ(restricted("χ", "k"), "k");
}

TEST(UntrainedSymbols, WithoutANearestAreLeftOutAndCounted) {
  PhonemeSequence sequence = sequence_of("a\u0303b");
  replace_untrained_symbols(sequence, trained_on("ab"));
  EXPECT_EQ(symbols_to_text(sequence.ids), "ab");
  EXPECT_EQ(sequence.dropped_symbols, 1U);
}

TEST(UntrainedSymbols, TakeTheirWordsAlong) {
  PhonemeSequence sequence = sequence_of("a\u0303 \u0303, b");
  ASSERT_EQ(sequence.words.size(), 3U);
  replace_untrained_symbols(sequence, trained_on("ab,"));
  ASSERT_EQ(sequence.words.size(), 2U);
  for (const WordSpan& word : sequence.words) EXPECT_EQ(word.end_id, word.first_id + 1);
  EXPECT_EQ(symbol_text(sequence.ids[sequence.words[0].first_id]), "a");
  EXPECT_EQ(symbol_text(sequence.ids[sequence.words[1].first_id]), "b");
}

TEST(UntrainedSymbols, EndEvenWhereNothingIsTrained) {
  PhonemeSequence sequence = sequence_of("ɛe oɔ əʌ.");
  replace_untrained_symbols(sequence, {});
  EXPECT_EQ(symbols_to_text(sequence.ids), "  ");
  EXPECT_TRUE(sequence.words.empty());
}

}  // namespace
}  // namespace driftwave
