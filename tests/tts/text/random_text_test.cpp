/// Random text of every kind goes through the front end. DRIFTWAVE_RANDOM_TEXTS sets how many texts,
/// DRIFTWAVE_RANDOM_SECONDS for how long new ones are tried, DRIFTWAVE_RANDOM_SEED the first one's seed.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "tts/text/front_end.h"
#include "tts/text/utf8.h"

namespace driftwave {
namespace {

constexpr int kTexts = 1000;

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

int from_environment(const char* name, int otherwise) {
  const char* const value = std::getenv(name);
  return value == nullptr ? otherwise : std::max(0, std::atoi(value));
}

/// Seeds of random texts, for as many or as long as the environment asks for.
class Seeds {
 public:
  /// @return whether there is another one.
  bool next() {
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin_;
    return ++tried_ <= texts_ || spent.count() < seconds_;
  }
  [[nodiscard]] unsigned seed() const { return static_cast<unsigned>(first_ + tried_ - 1); }

 private:
  int first_ = from_environment("DRIFTWAVE_RANDOM_SEED", 0);
  int texts_ = from_environment("DRIFTWAVE_RANDOM_TEXTS", kTexts);
  int seconds_ = from_environment("DRIFTWAVE_RANDOM_SECONDS", 0);
  int tried_ = 0;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

/// What the thread has computed, which other programs do not change.
double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// The least of a few runs: the others were disturbed.
double seconds_to_read(const TextFrontEnd& front_end, const std::string& text, int runs) {
  double least = 1e9;
  for (int i = 0; i < runs; ++i) {
    const double begin = thread_seconds();
    (void)front_end.process(text);
    least = std::min(least, thread_seconds() - begin);
  }
  return least;
}

/// What a byte of Moby-Dick's opening takes, read once: a book does not repeat its words from run to run, so
/// its sounds are not remembered. The median of three passages, after one that warms what is made once.
double seconds_a_byte_of_prose(const TextFrontEnd& front_end) {
  static constexpr std::array<std::string_view, 4> kPassages = {
      "Call me Ishmael. Some years ago, never mind how long precisely, having little or no money in my "
      "purse, and nothing particular to interest me on shore, I thought I would sail about a little and see "
      "the watery part of the world.",
      "Whenever I find myself growing grim about the mouth; whenever it is a damp, drizzly November in my "
      "soul; whenever I find myself involuntarily pausing before coffin warehouses, and bringing up the rear "
      "of every funeral I meet, then, I account it high time to get to sea as soon as I can.",
      "This is my substitute for pistol and ball. With a philosophical flourish Cato throws himself upon his "
      "sword; I quietly take to the ship. There is nothing surprising in this. If they but knew it, almost "
      "all men in their degree, some time or other, cherish very nearly the same feelings towards the ocean.",
      "There now is your insular city of the Manhattoes, belted round by wharves as Indian isles by coral "
      "reefs; commerce surrounds it with her surf. Right and left, the streets take you waterward."};
  std::array<double, kPassages.size()> rates{};
  for (std::size_t i = 0; i < kPassages.size(); ++i) {
    const std::string passage(kPassages.at(i));
    rates.at(i) = seconds_to_read(front_end, passage, 1) / static_cast<double>(passage.size());
  }
  std::sort(rates.begin() + 1, rates.end());
  return rates.at(2);
}

/// A text may take ten times as long as prose of its length. The time of a phrase is the least that counts,
/// below which clocks and caches decide.
void expect_as_fast_as_prose(const TextFrontEnd& front_end, const std::string& text, double prose) {
  constexpr std::size_t kPhrase = 60;
  constexpr double kTimes = 10.0;
  const double allowed = kTimes * prose * static_cast<double>(std::max(text.size(), kPhrase));
  if (seconds_to_read(front_end, text, 1) <= allowed) return;
  const double least = seconds_to_read(front_end, text, 5);
  EXPECT_LE(least, allowed) << text.size() << " bytes take " << least << " s, a byte of prose " << prose;
}

TEST(RandomText, IsReadWithinItsBounds) {
  const TextFrontEnd front_end;
  for (Seeds seeds; seeds.next();) {
    std::mt19937 random(seeds.seed());
    const std::string text = random_text(random);
    SCOPED_TRACE("seed " + std::to_string(seeds.seed()) + ": " + text);
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

/// Time in proportion to what prose takes: nothing in the front end grows with the square of a text's length.
/// Only where it is asked for: sanitizers and debug builds have other proportions.
TEST(RandomText, TakesNoMoreThanTenTimesTheTimeOfProse) {
  if (std::getenv("DRIFTWAVE_RANDOM_TEXTS") == nullptr && std::getenv("DRIFTWAVE_RANDOM_SECONDS") == nullptr)
    GTEST_SKIP() << "set DRIFTWAVE_RANDOM_TEXTS or DRIFTWAVE_RANDOM_SECONDS";
  const TextFrontEnd front_end;
  const double prose = seconds_a_byte_of_prose(front_end);
  for (Seeds seeds; seeds.next();) {
    std::mt19937 random(seeds.seed());
    const std::string text = random_text(random);
    SCOPED_TRACE("seed " + std::to_string(seeds.seed()) + ": " + text);
    expect_as_fast_as_prose(front_end, text, prose);
  }
}

}  // namespace
}  // namespace driftwave
