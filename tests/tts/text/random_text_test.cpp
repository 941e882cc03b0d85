/// Random text of every kind goes through the front end. DRIFTWAVE_RANDOM_TEXTS sets how many texts.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <random>
#include <string>

#include "tts/text/front_end.h"
#include "tts/text/utf8.h"

namespace driftwave {
namespace {

constexpr int kTexts = 2000;

/// Ranges of code points, of which one is as likely as another.
struct Range {
  char32_t first;
  char32_t last;
};
constexpr std::array kRanges = {
    Range{U' ', U'/'},                    // ASCII signs
    Range{U'0', U'9'},                    // digits
    Range{U':', U'@'},                    // more signs
    Range{U'A', U'Z'},                    // capitals
    Range{U'a', U'z'},                    // small letters
    Range{U' ', U' '},                    // words
    Range{U'\x01', U'\x1f'},              // controls
    Range{U'\x80', U'\u024f'},            // Latin
    Range{U'\u0250', U'\u036f'},          // phonetic letters, marks that combine
    Range{U'\u0370', U'\u04ff'},          // Greek, Cyrillic
    Range{U'\u0590', U'\u06ff'},          // right to left
    Range{U'\u2000', U'\u206f'},          // spaces, dashes, directions
    Range{U'\u20a0', U'\u2bff'},          // currencies, fractions, arrows, boxes
    Range{U'\u3040', U'\u30ff'},          // kana
    Range{U'\u4e00', U'\u9fff'},          // ideographs
    Range{U'\ufb00', U'\uffff'},          // compatibility forms
    Range{U'\U0001f000', U'\U0001faff'},  // emoji
};

/// Pieces that rules look for, so that random text meets them.
constexpr std::array kPieces = {"http://", "www.",  "@", "</",    "<b>",   "&amp;", "[[",   "]]",
                                "](/",     "```",   "$", "1,000", "12:30", "3/4",   "Dr.",  "U.S",
                                "kg",      "°",     "x", "-->",   "\n\n",  "\r\n",  "# ",   "- ",
                                "[15]",    "\x1b[", "%", "II",    "+1 (",  "...",   "\xff", "\xc3"};

std::string random_text(std::mt19937& random) {
  const auto below = [&random](std::size_t count) { return random() % count; };
  std::string text;
  // A run keeps to a few kinds, as real text does.
  std::array<std::size_t, 3> kinds{};
  for (std::size_t& kind : kinds) kind = below(kRanges.size());
  const std::size_t length = 1 + below(120);
  for (std::size_t i = 0; i < length; ++i) {
    if (below(8) == 0) {
      text += kPieces.at(below(kPieces.size()));
      continue;
    }
    const Range range = kRanges.at(kinds.at(below(kinds.size())));
    append_utf8(text, range.first + static_cast<char32_t>(below(range.last - range.first + 1)));
  }
  return text;
}

int texts_wanted() {
  const char* const wanted = std::getenv("DRIFTWAVE_RANDOM_TEXTS");
  return wanted == nullptr ? kTexts : std::max(1, std::atoi(wanted));
}

TEST(RandomText, IsReadWithinItsBounds) {
  const TextFrontEnd front_end;
  for (int i = 0; i < texts_wanted(); ++i) {
    std::mt19937 random(static_cast<unsigned>(i));
    const std::string text = random_text(random);
    SCOPED_TRACE("seed " + std::to_string(i) + ": " + text);
    std::size_t begin_before = 0;
    std::size_t end_before = 0;
    for (const SpokenSentence& sentence : front_end.process(text)) {
      ASSERT_LE(sentence.source_begin, sentence.source_end);
      // In order; two sentences may share a sign that stands for several characters.
      ASSERT_LE(begin_before, sentence.source_begin);
      ASSERT_LE(end_before, sentence.source_end);
      ASSERT_LE(sentence.source_end, text.size());
      ASSERT_FALSE(sentence.phonemes.ids.empty());
      for (const auto& word : sentence.phonemes.words) {
        ASSERT_LE(word.source_begin, word.source_end);
        ASSERT_LE(word.source_end, text.size());
      }
      begin_before = sentence.source_begin;
      end_before = sentence.source_end;
    }
  }
}

}  // namespace
}  // namespace driftwave
