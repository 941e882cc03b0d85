#include "tts/text/language.h"

#include <gtest/gtest.h>

#include <array>
#include <memory>

#include "tests/tts/text/case_table.h"
#include "tts/text/front_end.h"
#include "tts/text/normalize.h"

namespace driftwave {
namespace {

/// A language of its own: sentences end at "!" alone, a sign is said, every sentence rises, pauses are long.
class Toy final : public Language {
 public:
  [[nodiscard]] GoesOn sentence_goes_on() const override {
    return [](std::string_view before, std::string_view) {
      return before.find_last_not_of(' ') == std::string_view::npos ||
             before[before.find_last_not_of(' ')] != '!';
    };
  }
  [[nodiscard]] std::vector<Token> tokens(const SentenceText& sentence, std::string* silent) const override {
    static constexpr Rule kSection{"section", [](const Cursor& at) {
                                     return at.symbol(0, U'§') ? Reading{{1, "section"}} : Reading{};
                                   }};
    static constexpr std::array<Rule, 1> kRules{kSection};
    static const std::array<std::span<const Rule>, 1> kFamilies{kRules};
    return tokens_by({.families = kFamilies}, sentence.text, sentence.source_offset, sentence.lexicon,
                     silent);
  }
  [[nodiscard]] bool rises(const std::vector<Token>& /*sentence*/) const override { return true; }
  [[nodiscard]] Pauses pauses() const override {
    return {.clause_seconds = 1.0, .sentence_seconds = 2.0, .paragraph_seconds = 3.0};
  }
};

TEST(Language, ComesFromOutsideWithoutAnEditElsewhere) {
  const TextFrontEnd front_end({.language = "en-us", .espeak_data = {}, .rules = std::make_shared<Toy>()});
  const std::vector<SpokenSentence> spoken = front_end.process("One. Two §! Three.");
  ASSERT_EQ(spoken.size(), 2U);
  EXPECT_EQ(spoken[0].normalized, "One. Two section!");
  EXPECT_TRUE(spoken[0].rise_from.has_value());
  EXPECT_EQ(spoken[0].pause_after_seconds, 2.0);
}

TEST(Language, IsPickedByItsTag) {
  const auto read = [](std::string_view tag) { return read_by(*language_of(tag), "3,50 €"); };
  for (const std::string_view tag : {"de", "de-at", "DE_ch"})
    EXPECT_EQ(read(tag), "drei Euro fünfzig") << tag;
  for (const std::string_view tag : {"nl", "nl-be"}) EXPECT_EQ(read(tag), "drie euro vijftig") << tag;
  for (const std::string_view tag : {"es", "deu", "", "enm"}) EXPECT_EQ(read(tag), "3,50") << tag;
  for (const std::string_view tag : {"en", "en-us", "en-gb"})
    EXPECT_EQ(read_by(*language_of(tag), "$5"), "five dollars") << tag;
}

TEST(Language, SaysWhereAPieceOfAStreamMayEnd) {
  const GoesOn german = language_of("de")->sentence_goes_on();
  const std::string_view line = "Er kam am 3. Mai nach Hause. Dann ging";
  EXPECT_EQ(line.substr(0, whole_sentences_of_line(line, german)), "Er kam am 3. Mai nach Hause. ");
  EXPECT_EQ(whole_sentences_of_line("Er kam am 3. Mai nach", german), 0U);
}

}  // namespace
}  // namespace driftwave
