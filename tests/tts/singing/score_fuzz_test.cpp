#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "tests/tts/singing/small_scores.h"
#include "tts/singing/phrase.h"
#include "tts/singing/score/midi.h"
#include "tts/singing/score/musicxml.h"
#include "tts/singing/score/ustx.h"
#include "tts/singing/timing.h"

namespace driftwave {
namespace {

/// $DRIFTWAVE_FUZZ_SCORES for more.
std::size_t rounds() {
  const char* asked = std::getenv("DRIFTWAVE_FUZZ_SCORES");
  return asked == nullptr ? 600 : static_cast<std::size_t>(std::atoll(asked));
}

std::string hostile(const std::string& score, std::mt19937& random) {
  static const char* const kWords[] = {"-1",    "1e308",  "nan",     "99999999999999999999",
                                       "",      "[[",     "+",       "+~",
                                       "[[%]]", "*a",     "&a [*a]", "<a>",
                                       "]]>",   "<note>", "\xFF",    "{",
                                       "- - -", "\xC3",   "+999",    "\n"};
  std::string text = score;
  const int changes = 1 + static_cast<int>(random() % 6);
  for (int i = 0; i < changes && !text.empty(); ++i) {
    const std::size_t at = random() % text.size();
    switch (random() % 6) {
      case 0:
        text[at] = static_cast<char>(random());
        break;
      case 1:
        text.erase(at, 1 + random() % 30);
        break;
      case 2:
        text.insert(at, kWords[random() % std::size(kWords)]);
        break;
      case 3:
        text.insert(at, text.substr(random() % text.size(), random() % 200));
        break;
      case 4:
        text.resize(at);
        break;
      default:
        if (const std::size_t digit = text.find_first_of("0123456789", at); digit != std::string::npos)
          text.replace(digit, 1, kWords[random() % 4]);
        break;
    }
  }
  return text;
}

/// What a score that could be read goes through before it sounds, without a voice.
void lay_out(const Score& score) {
  const WordReader read = [](const std::vector<std::string>& words) {
    return std::vector<std::vector<SymbolId>>(words.size(), {*symbol_id(U'l'), *symbol_id(U'ɑ')});
  };
  for (const ScorePart& part : score.parts)
    for (const SungPhrase& phrase : phrases_of(part, read, "x")) {
      const PhraseTiming timing = time_phrase(phrase, {});
      ASSERT_GT(timing.frame_count, 0U);
    }
}

/// Reads so many broken copies. @return how many were refused.
template <typename Read>
std::size_t refused(const std::string& score, const Read& read) {
  std::mt19937 random(20);
  std::size_t count = 0;
  for (std::size_t i = 0; i < rounds(); ++i) {
    const std::string text = hostile(score, random);
    try {
      lay_out(read(text));
    } catch (const Error& e) {
      ++count;
      EXPECT_EQ(std::string(e.what()).rfind("x", 0), 0U) << "names no file: " << e.what();
    }
  }
  return count;
}

TEST(HostileScore, IsReadOrRefusedByName) {
  EXPECT_GT(refused(small_midi(),
                    [](const std::string& text) { return read_midi(std::as_bytes(std::span(text)), "x"); }),
            rounds() / 10);
  EXPECT_GT(refused(small_musicxml(), [](const std::string& text) { return read_musicxml(text, "x"); }),
            rounds() / 10);
  EXPECT_GT(refused(small_ustx(), [](const std::string& text) { return read_ustx(text, "x"); }),
            rounds() / 10);
}

TEST(HostileScore, MayNestAsDeepAsItLikes) {
  std::string xml = "<score-partwise>";
  for (int i = 0; i < 200'000; ++i) xml += "<a>";
  EXPECT_NE(message_of([&] { (void)read_musicxml(xml, "x"); }), "");
  EXPECT_NE(message_of([] { (void)read_ustx("ustx_version: " + std::string(200'000, '['), "x"); }), "");
  std::string bomb = "ustx_version: 1\na0: &a0 [x, x]\n";
  for (int i = 1; i < 60; ++i)
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" + std::to_string(i - 1) + ", *a" +
            std::to_string(i - 1) + "]\n";
  EXPECT_NE(message_of([&] { (void)read_ustx(bomb + "voice_parts: *a59\n", "x"); }), "");
}

}  // namespace
}  // namespace driftwave
