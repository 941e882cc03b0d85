#include "tts/text/lexicon.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "engine/core/error.h"
#include "tts/text/normalize.h"

namespace driftwave {
namespace {

std::string said(const Lexicon& lexicon, const std::string& word) {
  Pronunciation inflected;
  const Pronunciation* found = lexicon.find(word, inflected);
  if (found == nullptr) return "-";
  return found->ipa.empty() ? found->words : '/' + found->ipa + '/';
}

std::string error_of(std::string_view text) {
  try {
    Lexicon().add(text, "names.txt");
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(Lexicon, TakesPhonemesAndWords) {
  Lexicon lexicon;
  lexicon.add("# names\nNiamh\t/nˈiːv/\r\n\nACME  A  C M E\nsql [[sˈiːkwəl]]\n", "names.txt");
  EXPECT_EQ(said(lexicon, "Niamh"), "/nˈiːv/");
  EXPECT_EQ(said(lexicon, "ACME"), "A C M E");
  EXPECT_EQ(said(lexicon, "sql"), "/sˈiːkwəl/");
  EXPECT_EQ(said(lexicon, "other"), "-");
}

TEST(Lexicon, HeedsCaseWhereAnEntryHasCapitals) {
  Lexicon lexicon;
  lexicon.add("Polish /pˈoʊlɪʃ/\nsudo /sˈuːduː/", "names.txt");
  EXPECT_EQ(said(lexicon, "polish"), "-");
  EXPECT_EQ(said(lexicon, "Polish"), "/pˈoʊlɪʃ/");
  EXPECT_EQ(said(lexicon, "POLISH"), "/pˈoʊlɪʃ/");
  EXPECT_EQ(said(lexicon, "Sudo"), "/sˈuːduː/");
}

TEST(Lexicon, InflectsItsWords) {
  Lexicon lexicon;
  lexicon.add("Niamh /nˈiːv/\nmatcha /mˈɑːtʃə/\nWelsh /wˈɛltʃ/\nRoux /ɹˈuːks/\nKat /kˈæt/\nDJ dee jay", "n");
  EXPECT_EQ(said(lexicon, "Niamh's"), "/nˈiːvz/");
  EXPECT_EQ(said(lexicon, "matchas"), "/mˈɑːtʃəz/");
  EXPECT_EQ(said(lexicon, "Roux's"), "/ɹˈuːksᵻz/");
  EXPECT_EQ(said(lexicon, "Kat's"), "/kˈæts/");
  EXPECT_EQ(said(lexicon, "Niamhs"), "/nˈiːvz/");
}

TEST(Lexicon, LaterLinesWin) {
  Lexicon lexicon;
  lexicon.add("tomato /təmˈɑːtoʊ/\ntomato /təmˈeɪtoʊ/", "names.txt");
  EXPECT_EQ(said(lexicon, "tomato"), "/təmˈeɪtoʊ/");
}

TEST(Lexicon, ForgivesHowIpaIsTyped) {
  Lexicon lexicon;
  lexicon.add("judge /'ʤʌ.ʤ/\nsee /si:/", "names.txt");
  EXPECT_EQ(said(lexicon, "judge"), "/ˈdʒʌdʒ/");
  EXPECT_EQ(said(lexicon, "see"), "/siː/");
}

TEST(Lexicon, NamesTheLineAtFault) {
  EXPECT_EQ(error_of("one two\nthree\n"), "names.txt: line 2: want a word and how to say it, got \"three\"");
  EXPECT_EQ(error_of("one /w7n/"), "names.txt: line 1: want phonemes in IPA, got \"7\" in \"w7n\"");
  EXPECT_NE(error_of("one //"), "");
}

TEST(Lexicon, LoadsFilesOfWhichALaterOneWins) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("driftwave-lexicon-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "a.txt") << "\xEF\xBB\xBFone first\ntwo second\n";
  std::ofstream(folder / "b.txt") << "two third\n";
  const auto lexicon = load_lexicons({folder / "a.txt", folder / "b.txt"});
  EXPECT_EQ(said(*lexicon, "one"), "first");
  EXPECT_EQ(said(*lexicon, "two"), "third");
  EXPECT_EQ(load_lexicons({}), nullptr);
  EXPECT_THROW((void)load_lexicons({folder / "none.txt"}), Error);
  EXPECT_THROW((void)load_lexicons({folder}), Error);
  std::filesystem::remove_all(folder);
}

TEST(Lexicon, ComesBeforeAllRules) {
  Lexicon lexicon;
  lexicon.add("FBI the bureau\nDr drive\nread /ɹˈɛd/", "names.txt");
  const std::vector<Token> tokens = normalize_tokens("The FBI read", 0, &lexicon);
  EXPECT_EQ(to_text(tokens), "The the bureau read");
  EXPECT_EQ(tokens.back().phonemes, "ɹˈɛd");
  EXPECT_EQ(tokens.at(1).source_begin, 4U);
  EXPECT_EQ(tokens.at(2).source_end, 7U);
}

TEST(EnglishLexicon, KnowsNamesAndLoans) {
  const Lexicon& lexicon = english_lexicon();
  EXPECT_EQ(said(lexicon, "Xi"), "/ʃˈiː/");
  EXPECT_EQ(said(lexicon, "xi"), "/zˈaɪ/") << "the Greek letter";
  EXPECT_EQ(said(lexicon, "Nguyen's"), "/wˈɪnz/");
  EXPECT_EQ(said(lexicon, "jalapeños"), "/hˌɑːləpˈeɪnjoʊz/");
  EXPECT_EQ(said(lexicon, "Goethe"), "/ɡˈɜːtə/");
  EXPECT_EQ(said(lexicon, "GOETHE"), "/ɡˈɜːtə/");
  EXPECT_EQ(said(lexicon, "nice"), "-");
}

TEST(EnglishLexicon, LeavesRulesTheirWords) {
  EXPECT_EQ(normalize("the Xi letter"), "the Xi letter");
  EXPECT_EQ(normalize("Chapter XI"), "Chapter eleven");
}

}  // namespace
}  // namespace driftwave
