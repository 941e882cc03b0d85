#include "tools/speech_dispatcher/spoken_form.h"

#include <gtest/gtest.h>

#include "tts/ssml.h"

namespace driftwave {
namespace {

std::string text_form(const std::string& text, const ModuleSettings& settings = {}) {
  return spoken_form({.kind = MessageKind::kText, .text = text}, settings);
}

std::string char_form(const std::string& text, const ModuleSettings& settings = {}) {
  return spoken_form({.kind = MessageKind::kChar, .text = text}, settings);
}

std::string key_form(const std::string& text) {
  return spoken_form({.kind = MessageKind::kKey, .text = text}, {});
}

TEST(SpokenForm, LeavesATextAsItIsWhenNothingIsAsked) {
  EXPECT_EQ(text_form("<speak>Hello, <mark name=\"1\"/>world.</speak>"),
            "<speak>Hello, <mark name=\"1\"/>world.</speak>");
  EXPECT_EQ(text_form("Hello, R&D."), "<speak>Hello, R&amp;D.</speak>");
}

TEST(SpokenForm, NamesPunctuationAndKeepsItsPause) {
  ModuleSettings settings;
  settings.punctuation = Punctuation::kAll;
  EXPECT_EQ(text_form("Hello, world.", settings), "<speak>Hello comma, world dot.</speak>");
  EXPECT_EQ(text_form("3.14", settings), "<speak>3 dot 14</speak>");
  settings.punctuation = Punctuation::kSome;
  EXPECT_EQ(text_form("Hello, #world.", settings), "<speak>Hello,  number world.</speak>");
}

TEST(SpokenForm, SpellsWithoutTheMarkup) {
  ModuleSettings settings;
  settings.spells = true;
  EXPECT_EQ(text_form("<speak>a <mark name=\"1\"/>b-2</speak>", settings),
            "<speak>A <mark name=\"1\"/>B dash 2 </speak>");
}

TEST(SpokenForm, TellsCapitals) {
  ModuleSettings settings;
  settings.capitals = Capitals::kSpell;
  EXPECT_EQ(text_form("An old Word iPad", settings), "<speak>capital An old capital Word iPad</speak>");
  settings.capitals = Capitals::kIcon;
  EXPECT_EQ(text_form("An old Word", settings),
            "<speak><mark name=\"driftwave:capital\"/>An old <mark name=\"driftwave:capital\"/>Word</speak>");
  EXPECT_EQ(char_form("A", settings), "<speak><mark name=\"driftwave:capital\"/>A </speak>");
  EXPECT_EQ(char_form("a", settings), "<speak>A </speak>");
}

TEST(SpokenForm, NamesCharactersWhateverTheMode) {
  EXPECT_EQ(char_form(","), "<speak>comma </speak>");
  EXPECT_EQ(char_form(" "), "<speak>space</speak>");
  EXPECT_EQ(char_form("\n"), "<speak>new line</speak>");
  EXPECT_EQ(char_form("\u2603"), "<speak>snowman </speak>");
  EXPECT_EQ(char_form("word"), "<speak>word</speak>");
}

TEST(SpokenForm, ReadsKeys) {
  EXPECT_EQ(key_form("control_alt_a"), "<speak>control alt A</speak>");
  EXPECT_EQ(key_form("a"), "<speak>A </speak>");
  EXPECT_EQ(key_form("_"), "<speak>underscore </speak>");
}

TEST(SpokenForm, LeavesWhatElementsSayThemselves) {
  ModuleSettings settings;
  settings.spells = true;
  EXPECT_EQ(text_form("<speak><say-as interpret-as=\"date\">1/2</say-as></speak>", settings),
            "<speak><say-as interpret-as=\"date\">1/2</say-as></speak>");
}

TEST(SpokenForm, IsSsmlWhateverComes) {
  std::string deep = "<speak>";
  for (int i = 0; i < 1000; ++i) deep += "<p>";
  for (const std::string& text :
       {std::string("<speak>One & two</speak>"), std::string("<speak>"), deep, std::string("\xff\x01\0b", 4),
        std::string("<"), std::string("a > b &lt; <x")}) {
    for (const MessageKind kind :
         {MessageKind::kText, MessageKind::kChar, MessageKind::kKey, MessageKind::kSoundIcon}) {
      EXPECT_NO_THROW((void)parse_ssml(spoken_form({.kind = kind, .text = text}, {}), "test")) << text;
    }
  }
  EXPECT_EQ(text_form("<speak>One & <b>two</b> &lt;</speak>"), "<speak>One &amp; two &lt;</speak>");
}

}  // namespace
}  // namespace driftwave
