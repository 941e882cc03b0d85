// Golden phonemes: espeak-ng 1.51, as printed by `espeak-ng -q --ipa -v en-us "<text>"`.
#include "tts/text/phonemes.h"

#include <gtest/gtest.h>

#include <thread>

#include "engine/core/error.h"
#include "tts/text/normalize.h"

namespace driftwave {
namespace {

PhonemeSequence phonemes(std::string_view text) {
  static const Phonemizer phonemizer;
  return phonemizer.phonemize(normalize_tokens(text));
}

std::string ipa(std::string_view text) {
  return symbols_to_text(phonemes(text).ids);
}

std::string ipa_of(const PhonemeSequence& sequence, const WordSpan& word) {
  return symbols_to_text(std::span(sequence.ids).subspan(word.first_id, word.end_id - word.first_id));
}

TEST(Phonemes, MatchEspeak) {
  EXPECT_EQ(ipa("hello"), "həlˈoʊ");
  EXPECT_EQ(ipa("the house"), "ðə hˈaʊs");
  EXPECT_EQ(ipa("the apple"), "ðɪ ˈæpəl");
  EXPECT_EQ(ipa("a cat"), "ɐ kˈæt");
  EXPECT_EQ(ipa("well-known"), "wˈɛlnˈoʊn");
}

TEST(Phonemes, BeginAndEndWithTheirMarks) {
  const PhonemeSequence sequence = phonemes("hi");
  EXPECT_EQ(sequence.ids.front(), kBeginId);
  EXPECT_EQ(sequence.ids.back(), kEndId);
}

TEST(Phonemes, KeepPunctuationAfterItsWord) {
  EXPECT_EQ(ipa("Hello, world! Why?"), "həlˈoʊ, wˈɜːld! wˈaɪ?");
  EXPECT_EQ(ipa("yes; no: oh… so — go."), "jˈɛs; nˈoʊ: ˈoʊ… sˈoʊ— ɡˈoʊ.");
}

TEST(Phonemes, SpellLetters) {
  EXPECT_EQ(ipa("the FBI agents"), "ðɪ ˌɛfbˌiːˈaɪ ˈeɪdʒənts");
  EXPECT_EQ(ipa("CPUs"), "sˌiːpˌiːjˈuːz");
  EXPECT_EQ(ipa("Fs").back(), 's');
  EXPECT_EQ(ipa("XYXs").substr(ipa("XYXs").size() - 1), "z");
  EXPECT_EQ(ipa("grade A student"), "ɡɹˈeɪd ˈeɪ stˈuːdənt");
}

TEST(Phonemes, SpellMoreLettersThanEspeakHasRoomFor) {
  Token token{"X", 0, 1, TokenKind::kLetters};
  for (int i = 0; i < 2000; ++i) token.text += " X";
  for (const char* language : {"en-us", "de", "nl"})
    EXPECT_FALSE(Phonemizer({.name = language}).phonemize({token}).empty()) << language;
}

TEST(Phonemes, TakeGivenOnes) {
  EXPECT_EQ(ipa("[[həlˈoʊ wˈɜːld]]"), "həlˈoʊ wˈɜːld");
  EXPECT_EQ(ipa("say [[g'u:]] now."), "sˈeɪ ɡˈuː nˈaʊ.");
}

TEST(Phonemes, SuitTheArticleToGivenOnes) {
  EXPECT_EQ(ipa("the [[ˈɑːtə]] one").substr(0, 4), "ðɪ");
  EXPECT_EQ(ipa("the [[fˈuː]] one").substr(0, 4), "ðə");
}

TEST(Phonemes, CountSymbolsThatTheInventoryLacks) {
  const PhonemeSequence sequence = phonemes("[[a5Qb]]");
  EXPECT_EQ(symbols_to_text(sequence.ids), "ab");
  EXPECT_EQ(sequence.dropped_symbols, 2U);
  EXPECT_EQ(phonemes("A plain sentence, with nothing odd.").dropped_symbols, 0U);
}

TEST(Phonemes, DecomposeAccentedOnes) {
  EXPECT_EQ(phonemes("[[b\u1EBD]]").dropped_symbols, 0U);
  EXPECT_EQ(ipa("[[b\u1EBD]]"), "be\u0303");
}

TEST(Phonemes, AreNoneForNothing) {
  for (const std::string_view text : {"", "...", "😀", "[[]]", "[[ ]]", "[[55]]"}) {
    const PhonemeSequence sequence = phonemes(text);
    EXPECT_TRUE(sequence.empty()) << text;
    EXPECT_TRUE(sequence.words.empty()) << text;
  }
}

TEST(WordSpans, CoverEveryWord) {
  const std::string_view source = "We are in the house of an apple, etc.";
  const PhonemeSequence sequence = phonemes(source);
  ASSERT_EQ(sequence.words.size(), 9U);
  for (const WordSpan& word : sequence.words) {
    EXPECT_LT(word.first_id, word.end_id);
    EXPECT_LE(word.source_end, source.size());
  }
  EXPECT_EQ(sequence.words[2].text, "in");
  EXPECT_EQ(ipa_of(sequence, sequence.words[2]), "ɪn");
  EXPECT_EQ(ipa_of(sequence, sequence.words[3]), "ðə");
  EXPECT_EQ(ipa_of(sequence, sequence.words[7]), "ˈæpəl");
}

TEST(WordSpans, JoinTheWordsOfOneNumber) {
  const std::string_view source = "In 1995 it was";
  const PhonemeSequence sequence = phonemes(source);
  ASSERT_EQ(sequence.words.size(), 4U);
  EXPECT_EQ(sequence.words[1].text, "nineteen ninety-five");
  EXPECT_EQ(source.substr(sequence.words[1].source_begin, 4), "1995");
}

TEST(WordSpans, NeitherOverlapNorHoldPauses) {
  const PhonemeSequence sequence =
      phonemes("Dr. Smith, of the U.S., paid $5.20; what a [[fˈuː bɑː]] at 3:30 p.m.!");
  std::size_t last = 1;
  for (const WordSpan& word : sequence.words) {
    EXPECT_GE(word.first_id, last);
    last = word.end_id;
    for (std::size_t i = word.first_id; i < word.end_id; ++i) EXPECT_FALSE(is_punctuation(sequence.ids[i]));
  }
  std::vector<bool> covered(sequence.ids.size());
  for (const WordSpan& word : sequence.words) {
    for (std::size_t i = word.first_id; i < word.end_id; ++i) covered[i] = true;
  }
  for (std::size_t i = 0; i < covered.size(); ++i) {
    const SymbolId id = sequence.ids[i];
    EXPECT_TRUE(covered[i] || id <= kSpaceId || is_punctuation(id)) << i;
  }
}

TEST(Phonemizer, GivesTheSameWhateverCameBefore) {
  const std::string before = ipa("The record will record the record of a live wire.");
  (void)ipa("To use, he used the use of 555-1234, to the end of it");
  EXPECT_EQ(ipa("The record will record the record of a live wire."), before);
}

TEST(Phonemizer, MayBeSharedByThreads) {
  const std::string want = ipa("Several threads speak at once, in the same house.");
  std::vector<std::jthread> threads;
  std::vector<int> wrong(4);
  for (std::size_t t = 0; t < wrong.size(); ++t) {
    threads.emplace_back([&, t] {
      const Phonemizer phonemizer({.name = t % 2 == 0 ? "en-us" : "de"});
      for (int i = 0; i < 20; ++i) {
        const auto ids =
            phonemizer.phonemize(normalize_tokens("Several threads speak at once, in the same house.")).ids;
        if (t % 2 == 0 && symbols_to_text(ids) != want) ++wrong[t];
      }
    });
  }
  threads.clear();
  EXPECT_EQ(wrong, std::vector<int>(4));
}

TEST(Phonemizer, SpeaksOtherLanguages) {
  const Phonemizer dutch({.name = "nl"});
  EXPECT_EQ(symbols_to_text(dutch.phonemize(plain_tokens("goed, huis")).ids), "ɣˈut, hˈœys");
  const Phonemizer french({.name = "fr"});
  const PhonemeSequence sequence = french.phonemize(plain_tokens("le weekend"));
  EXPECT_EQ(sequence.dropped_symbols, 0U) << symbols_to_text(sequence.ids);
}

TEST(Phonemizer, NamesTheVoiceItLacks) {
  try {
    const Phonemizer phonemizer({.name = "klingonese-xx"});
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("klingonese-xx"), std::string::npos) << error.what();
  }
  EXPECT_THROW(Phonemizer({.name = ""}), Error);
}

}  // namespace
}  // namespace driftwave
