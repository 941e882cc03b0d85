#include "tts/singing/phrase.h"

#include <gtest/gtest.h>

#include "tests/tts/singing/small_scores.h"
#include "tts/text/utf8.h"

namespace driftwave {
namespace {

std::vector<SymbolId> ids_of(std::string_view ipa) {
  std::vector<SymbolId> ids;
  for (const char32_t c : to_code_points(ipa)) ids.push_back(symbol_id(c).value());
  return ids;
}

/// Syllables with a dot between them.
std::string parted(std::string_view ipa) {
  const std::vector<SymbolId> ids = ids_of(ipa);
  const std::vector<Phone> phones = phones_of(ids);
  std::string text;
  for (const Syllable& syllable : syllables_of(ids, phones)) {
    if (!text.empty()) text += '.';
    for (std::size_t p = syllable.first; p < syllable.end; ++p)
      text += symbols_to_text(std::span(ids).subspan(phones[p].first, phones[p].end - phones[p].first));
  }
  return text;
}

TEST(Syllables, BeginWithWhatCanBeginAWord) {
  EXPECT_EQ(parted("twˈɪŋkəl"), "twˈɪŋ.kəl");
  EXPECT_EQ(parted("lˈɪɾəl"), "lˈɪ.ɾəl");
  EXPECT_EQ(parted("mˈɛɹɪli"), "mˈɛ.ɹɪ.li");
  EXPECT_EQ(parted("æləbˈæmə"), "æ.lə.bˈæ.mə");
  EXPECT_EQ(parted("ˈɪnstɹəmənt"), "ˈɪn.stɹə.mənt");
  EXPECT_EQ(parted("sˈɪŋɪŋ"), "sˈɪŋ.ɪŋ");
  EXPECT_EQ(parted("dˈaɪəmənd"), "dˈaɪ.ə.mənd");
  EXPECT_EQ(parted("ʌndˈɜːstænd"), "ʌn.dˈɜː.stænd");
}

TEST(Syllables, HaveAVowelEvenWhereNoneIsWritten) {
  EXPECT_EQ(parted("mm"), "mm");
  EXPECT_TRUE(parted(",").empty());
}

TEST(Phones, KeepDiphthongsAffricatesAndLengthsTogether) {
  const std::vector<SymbolId> ids = ids_of("tʃˈaɪːɹ");
  const std::vector<Phone> phones = phones_of(ids);
  ASSERT_EQ(phones.size(), 3U);
  EXPECT_EQ(phones[0].kind, PhoneClass::kPlosive);
  EXPECT_EQ(phones[0].glide, 1U);
  EXPECT_EQ(phones[1].kind, PhoneClass::kVowel);
  EXPECT_EQ(phones[1].first, 2U);
  EXPECT_EQ(phones[1].core, 3U);
  EXPECT_EQ(phones[1].glide, 4U);
  EXPECT_EQ(phones[1].end, 6U);
  EXPECT_EQ(phones[2].kind, PhoneClass::kLiquid);
}

/// Notes of a second each, a rest where the lyric is "/".
ScorePart part_of(const std::vector<std::string>& lyrics) {
  ScorePart part{.name = "Voice", .notes = {}};
  for (std::size_t i = 0; i < lyrics.size(); ++i) {
    const auto at = static_cast<double>(i);
    if (lyrics[i] == "/") continue;
    part.notes.push_back({.begin_seconds = at,
                          .end_seconds = at + 1,
                          .lyric = lyrics[i],
                          .place = {.bar = 1, .beat = at + 1}});
  }
  return part;
}

/// Words are their own phonemes.
std::vector<std::vector<SymbolId>> read_plainly(const std::vector<std::string>& words) {
  std::vector<std::vector<SymbolId>> read;
  for (std::string word : words) {
    if (word.starts_with("[[")) word = word.substr(2, word.size() - 4);
    read.push_back(word == "mute" ? std::vector<SymbolId>() : ids_of(word));
  }
  return read;
}

/// "ba[0-1] na[1-2]": syllables and the notes that they are on.
std::string sung(const std::vector<std::string>& lyrics) {
  std::string text;
  for (const SungPhrase& phrase : phrases_of(part_of(lyrics), read_plainly, "x")) {
    text += phrase.is_breath ? "(breath)" : "(";
    for (const SungSyllable& syllable : phrase.syllables)
      text += symbols_to_text(syllable.ids) + std::to_string(syllable.first_note) + "-" +
              std::to_string(syllable.end_note) + " ";
    if (!phrase.is_breath) text.back() = ')';
  }
  return text;
}

TEST(Phrases, GiveEachNoteItsSyllable) {
  EXPECT_EQ(sung({"banana", "+", "+"}), "(ba0-1 na1-2 na2-3)");
  EXPECT_EQ(sung({"banana", "+~", "+", "-"}), "(ba0-2 na2-4 na2-4)");
  EXPECT_EQ(sung({"ba", "+", "na"}), "(ba0-2 na2-3)");
  EXPECT_EQ(sung({"banana", "+3"}), "(ba0-1 na0-1 na1-2)");
  EXPECT_EQ(sung({"banana"}), "(ba0-1 na0-1 na0-1)");
  EXPECT_EQ(sung({"ba", "", "na"}), "(ba0-2 na2-3)");
}

TEST(Phrases, LetBareVowelsShareANote) {
  EXPECT_EQ(sung({"daɪəmən", "+"}), "(daɪ0-1 ə0-1 mən1-2)");
}

TEST(Phrases, EndAtRestsAndBreaths) {
  EXPECT_EQ(sung({"ba", "/", "na"}), "(ba0-1)(na0-1)");
  EXPECT_EQ(sung({"ba", "R", "na"}), "(ba0-1)(na0-1)");
  EXPECT_EQ(sung({"ba", "br", "na"}), "(ba0-1)(breath)(na0-1)");
}

TEST(Phrases, SingWithoutWords) {
  EXPECT_EQ(sung({"", ""}), "(lɑː0-2)");
  EXPECT_EQ(sung({"-", "na"}), "(lɑː0-1 na1-2)");
}

TEST(Phrases, NameTheNoteThatCannotBeSung) {
  EXPECT_EQ(message_of([] {
              (void)sung({"ba", "/", "+"});
            }),
            "x: part \"Voice\", bar 1, beat 3: lyric \"+\": want a word before it, got none");
  EXPECT_EQ(message_of([] {
              (void)sung({"ba", "mute"});
            }),
            "x: part \"Voice\", bar 1, beat 2: lyric \"mute\": want something to sing, got nothing that has "
            "a sound");
  EXPECT_NE(message_of([] { (void)sung({"[[ba"}); }).find("bar 1, beat 1"), std::string::npos);
}

TEST(Phrases, ReadASongInCapitalsAsWords) {
  std::vector<std::string> seen;
  const WordReader read = [&](const std::vector<std::string>& words) {
    seen = words;
    return std::vector<std::vector<SymbolId>>(words.size(), ids_of("ba"));
  };
  (void)phrases_of(part_of({"IT", "IS"}), read, "x");
  EXPECT_EQ(seen, (std::vector<std::string>{"it", "is"}));
  (void)phrases_of(part_of({"TV", "is"}), read, "x");
  EXPECT_EQ(seen, (std::vector<std::string>{"TV", "is"}));
}

}  // namespace
}  // namespace driftwave
