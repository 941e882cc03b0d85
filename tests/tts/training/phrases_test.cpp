#include "tts/training/phrases.h"

#include <gtest/gtest.h>

#include <numeric>

#include "tests/tts/training/made_up_data.h"
#include "tts/text/symbols.h"

namespace driftwave {
namespace {

constexpr SymbolId kComma = 4;
constexpr SymbolId kStop = 5;
constexpr SymbolId kA = 26;

/// "a b, c d." with a long pause at the comma and a short one, a stop's closure, between c and d.
AcousticExample example() {
  AcousticExample made;
  made.id = "one";
  made.speaker = 0;
  made.bands = 3;
  made.symbols = {kBeginId, kA, kSpaceId, kA + 1, kComma, kSpaceId, kA + 2, kSpaceId, kA + 3, kStop, kEndId};
  made.frames = {5, 4, 0, 6, 20, 0, 7, 4, 8, 0, 6};
  const int frames = std::accumulate(made.frames.begin(), made.frames.end(), 0);
  made.mel = Array2<float>(static_cast<std::size_t>(frames), 3);
  for (int f = 0; f < frames; ++f) {
    made.f0_hz.push_back(static_cast<float>(100 + f));
    made.voicing.push_back(static_cast<float>(f % 2));
    for (std::size_t m = 0; m < 3; ++m)
      made.mel(static_cast<std::size_t>(f), m) = static_cast<float>(10 * f) + static_cast<float>(m);
  }
  return made;
}

TEST(Phrases, LieBetweenPausesWithHalfOfEach) {
  const std::vector<AcousticExample> phrases = phrases_of(example(), 4);
  ASSERT_EQ(phrases.size(), 2U);

  const AcousticExample& first = phrases[0];
  EXPECT_EQ(first.symbols, (std::vector<std::int32_t>{kBeginId, kA, kSpaceId, kA + 1, kComma, kEndId}));
  EXPECT_EQ(first.frames, (std::vector<int>{5, 4, 0, 6, 0, 10}));
  EXPECT_EQ(first.f0_hz.front(), 100.0F);
  EXPECT_EQ(first.mel.rows(), 25U);

  const AcousticExample& second = phrases[1];
  EXPECT_EQ(second.symbols, (std::vector<std::int32_t>{kBeginId, kA + 2, kSpaceId, kA + 3, kStop, kEndId}));
  EXPECT_EQ(second.frames, (std::vector<int>{10, 7, 4, 8, 0, 6}));
  ASSERT_EQ(second.mel.rows(), 35U);
  EXPECT_EQ(second.f0_hz.front(), 125.0F);
  EXPECT_EQ(second.voicing.front(), 1.0F);
  EXPECT_EQ(second.mel(0, 2), 252.0F);
  EXPECT_EQ(second.f0_hz.back(), 159.0F);
}

TEST(Phrases, HaveAsManyFramesAsTheirSymbols) {
  for (const AcousticExample& phrase : phrases_of(example(), 4)) {
    const auto frames =
        static_cast<std::size_t>(std::accumulate(phrase.frames.begin(), phrase.frames.end(), 0));
    EXPECT_EQ(phrase.symbols.size(), phrase.frames.size());
    EXPECT_EQ(phrase.mel.rows(), frames);
    EXPECT_EQ(phrase.f0_hz.size(), frames);
    EXPECT_EQ(phrase.voicing.size(), frames);
  }
}

TEST(Phrases, AreNotLongerThanAsked) {
  EXPECT_TRUE(phrases_of(example(), 1).empty());
}

TEST(Phrases, EndWithACommaWhereTheSpeakerPausesWithoutAMark) {
  AcousticExample unmarked = example();
  unmarked.symbols.erase(unmarked.symbols.begin() + 4);
  unmarked.frames.erase(unmarked.frames.begin() + 4);
  unmarked.frames[4] = 20;  // the space itself
  const std::vector<AcousticExample> phrases = phrases_of(unmarked, 4);
  ASSERT_EQ(phrases.size(), 2U);
  EXPECT_EQ(phrases[0].symbols, (std::vector<std::int32_t>{kBeginId, kA, kSpaceId, kA + 1, kComma, kEndId}));
}

TEST(Phrases, JoinTheTrainingSplitAndLeaveStatisticsAlone) {
  AcousticDataset dataset = testing::made_up_dataset();
  dataset.train = {example()};
  const std::vector<float> mean = dataset.statistics.mel_mean;
  const std::size_t held_out = dataset.validation.size();
  add_phrases(dataset, 2);
  EXPECT_EQ(dataset.train.size(), 3U);
  EXPECT_EQ(dataset.train[0].symbols.size(), example().symbols.size());
  EXPECT_EQ(dataset.validation.size(), held_out);
  EXPECT_EQ(dataset.statistics.mel_mean, mean);
}

}  // namespace
}  // namespace driftwave
