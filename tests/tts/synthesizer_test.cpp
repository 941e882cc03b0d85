/// The shipped voice, from text to samples. Steps are 0 where only timing or text matters.
#include "tts/synthesizer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "engine/core/error.h"

namespace driftwave {
namespace {

/// Loaded once: the models are the slow part.
const Synthesizer& voice() {
  static const Synthesizer synthesizer(load_voice(DRIFTWAVE_TEST_VOICE));
  return synthesizer;
}

struct Heard {
  std::vector<float> audio;
  std::vector<SpeechPart> parts;  ///< their `sentence` is gone
};

Heard hear(const std::string& text, const SpeechOptions& options) {
  Heard heard;
  const auto sentences = voice().read(text);
  voice().speak(text, sentences, options,
                {.on_part = [&](const SpeechPart& part) { heard.parts.push_back(part); },
                 .on_audio =
                     [&](std::span<const float> audio) {
                       heard.audio.insert(heard.audio.end(), audio.begin(), audio.end());
                       return true;
                     },
                 .on_progress = {}});
  return heard;
}

SpeechOptions quick() {
  SpeechOptions options;
  options.steps = 0;
  return options;
}

TEST(Synthesizer, GivesSoundForEachSentence) {
  const Heard heard = hear("The harbour was quiet. Nobody spoke.", quick());
  ASSERT_EQ(heard.parts.size(), 2U);
  double sum = 0.0;
  for (const float sample : heard.audio) {
    ASSERT_TRUE(std::isfinite(sample));
    sum += static_cast<double>(sample) * sample;
  }
  EXPECT_GT(std::sqrt(sum / static_cast<double>(heard.audio.size())), 0.005);
}

TEST(Synthesizer, TimesWordsWithinTheirSentence) {
  const Heard heard = hear("The harbour was quiet. Nobody spoke.", quick());
  double last = 0.0;
  for (const SpeechPart& part : heard.parts) {
    EXPECT_GE(part.begin_seconds, last);
    for (const WordTiming& word : part.words) {
      EXPECT_GE(word.begin_seconds, last - 1e-9);
      EXPECT_GT(word.end_seconds, word.begin_seconds);
      last = word.end_seconds;
    }
    EXPECT_LE(last, part.end_seconds + 1e-9);
  }
  EXPECT_EQ(heard.parts[0].words.size(), 4U);
  EXPECT_EQ(heard.parts[1].words[0].text, "Nobody");
  const double seconds = static_cast<double>(heard.audio.size()) / voice().sample_rate_hz();
  EXPECT_NEAR(heard.parts[1].end_seconds, seconds, 1e-9);
}

TEST(Synthesizer, PhonemesFillTheSentence) {
  const Heard heard = hear("Nobody spoke.", quick());
  const SpeechPart& part = heard.parts.at(0);
  EXPECT_DOUBLE_EQ(part.phonemes.front().begin_seconds, part.begin_seconds);
  for (std::size_t i = 1; i < part.phonemes.size(); ++i) {
    EXPECT_DOUBLE_EQ(part.phonemes[i].begin_seconds, part.phonemes[i - 1].end_seconds);
  }
  EXPECT_NEAR(part.phonemes.back().end_seconds, part.end_seconds, 1e-6);
}

TEST(Synthesizer, RepeatsItselfForTheSameSeedOnly) {
  SpeechOptions options;
  options.steps = 1;
  options.seed = 1;
  const Heard first = hear("Nobody spoke.", options);
  EXPECT_EQ(first.audio, hear("Nobody spoke.", options).audio);
  options.seed = 2;
  EXPECT_NE(first.audio, hear("Nobody spoke.", options).audio);
}

TEST(Synthesizer, PausesAsAsked) {
  SpeechOptions options = quick();
  options.sentence_silence_seconds = 0.0;
  const std::size_t without = hear("One. Two.", options).audio.size();
  options.sentence_silence_seconds = 0.25;
  const std::size_t between = hear("One. Two.", options).audio.size();
  options.pause_at_end = true;
  const std::size_t at_end_too = hear("One. Two.", options).audio.size();
  const auto pause = static_cast<std::size_t>(std::lround(0.25 * voice().sample_rate_hz()));
  EXPECT_EQ(between, without + pause);
  EXPECT_EQ(at_end_too, without + 2 * pause);
}

TEST(Synthesizer, SaysTheSameWithAnyNumberOfThreads) {
  const std::string text =
      "One boat came in. Two boats went out. Three stayed. Four sank. Nobody counted five.";
  SpeechOptions options;
  options.steps = 1;
  const Heard alone = hear(text, options);
  for (const int threads : {2, 3, 16}) {
    options.threads = threads;
    const Heard together = hear(text, options);
    EXPECT_EQ(together.audio, alone.audio) << threads;
    EXPECT_EQ(together.parts.size(), 5U);
  }
}

TEST(Synthesizer, IsHeardBeforeTheSentenceIsComputed) {
  const std::string text = "The harbour was quiet when the first boat came in, and nobody had expected her.";
  std::vector<std::size_t> pieces;
  voice().speak(text, voice().read(text), quick(),
                {.on_part = {},
                 .on_audio =
                     [&](std::span<const float> audio) {
                       pieces.push_back(audio.size());
                       return true;
                     },
                 .on_progress = {}});
  const std::size_t all = std::accumulate(pieces.begin(), pieces.end(), std::size_t{0});
  EXPECT_LT(pieces.front(), all / 10);
  // The last piece is what waited for its successors.
  pieces.pop_back();
  EXPECT_LT(*std::ranges::max_element(pieces), static_cast<std::size_t>(voice().sample_rate_hz()) / 4);
}

TEST(Synthesizer, StopsWhenTheCallerHasEnough) {
  for (const int threads : {1, 3}) {
    int parts = 0;
    int pieces = 0;
    const std::string text = "One. Two. Three.";
    SpeechOptions options = quick();
    options.threads = threads;
    voice().speak(text, voice().read(text), options,
                  {.on_part = [&](const SpeechPart&) { ++parts; },
                   .on_audio =
                       [&](std::span<const float>) {
                         ++pieces;
                         return false;
                       },
                   .on_progress = {}});
    EXPECT_EQ(parts, 1);
    EXPECT_EQ(pieces, 1);
  }
}

TEST(Synthesizer, HasNothingToReadInPunctuation) {
  EXPECT_TRUE(voice().read("... \xF0\x9F\x98\x80 !").empty());
}

TEST(Synthesizer, RejectsOptionsOutOfRange) {
  const auto with = [](auto change) {
    SpeechOptions options = quick();
    change(options);
    return options;
  };
  EXPECT_THROW((void)hear("Hi.", with([](SpeechOptions& o) { o.speed = 0.0; })), Error);
  EXPECT_THROW((void)hear("Hi.", with([](SpeechOptions& o) { o.speed = NAN; })), Error);
  EXPECT_THROW((void)hear("Hi.", with([](SpeechOptions& o) { o.pitch_st = 25.0; })), Error);
  EXPECT_THROW((void)hear("Hi.", with([](SpeechOptions& o) { o.steps = 100000; })), Error);
  EXPECT_THROW((void)hear("Hi.", with([](SpeechOptions& o) { o.sentence_silence_seconds = -1.0; })), Error);
}

}  // namespace
}  // namespace driftwave
