/// What SSML asks for, heard from the shipped voice.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <span>
#include <string>
#include <vector>

#include "engine/core/error.h"
#include "tts/speech_session.h"

namespace driftwave {
namespace {

const std::shared_ptr<const Synthesizer>& voice() {
  static const auto synthesizer = std::make_shared<const Synthesizer>(load_voice(DRIFTWAVE_TEST_VOICE));
  return synthesizer;
}

SpeechOptions quick() {
  SpeechOptions options;
  options.steps = 0;
  return options;
}

std::vector<float> sound_of(const std::string& inside) {
  SpeechSession session(voice(), quick());
  session.push_ssml("<speak>" + inside + "</speak>", "test");
  std::vector<float> audio;
  for (std::span<const float> piece = session.pull(); !piece.empty(); piece = session.pull())
    audio.insert(audio.end(), piece.begin(), piece.end());
  return audio;
}

double level(const std::vector<float>& audio) {
  return std::sqrt(std::inner_product(audio.begin(), audio.end(), audio.begin(), 0.0) /
                   static_cast<double>(audio.size()));
}

TEST(SsmlSound, EmphasisedWordsAreSlowerAndLouder) {
  const std::vector<float> plain = sound_of("One two three.");
  const std::vector<float> strong = sound_of("<emphasis level=\"strong\">One two three.</emphasis>");
  EXPECT_GT(static_cast<double>(strong.size()), 1.15 * static_cast<double>(plain.size()));
  EXPECT_GT(level(strong), 1.3 * level(plain));
  EXPECT_EQ(strong, sound_of("<prosody pitch=\"+3st\" range=\"130%\" rate=\"0.8\" volume=\"+4dB\">One two "
                             "three.</prosody>"));
}

TEST(SsmlSound, AnotherSpeakerOfTheVoiceSpeaks) {
  ASSERT_GT(voice()->speakers().size(), 1U);
  const std::string other = voice()->speakers().back();
  const std::vector<float> plain = sound_of("One two three.");
  EXPECT_NE(sound_of("<voice name=\"" + other + "\">One two three.</voice>"), plain);
  EXPECT_EQ(sound_of("<voice name=\"" + voice()->voice_name() + "\">One two three.</voice>"), plain);
}

/// Seconds of the longest stretch inside the speech whose frames of 10 ms are 45 dB below the loudest.
double longest_silence(std::span<const float> audio, int rate) {
  const auto hop = static_cast<std::size_t>(rate / 100);
  std::vector<double> levels;
  for (std::size_t at = 0; at + hop <= audio.size(); at += hop)
    levels.push_back(level({audio.begin() + static_cast<std::ptrdiff_t>(at),
                            audio.begin() + static_cast<std::ptrdiff_t>(at + hop)}));
  const double least = *std::ranges::max_element(levels) * std::pow(10.0, -45.0 / 20.0);
  std::size_t longest = 0;
  std::size_t run = 0;
  bool spoken = false;
  for (const double one : levels) {
    if (one >= least) {
      if (spoken) longest = std::max(longest, run);
      spoken = true;
      run = 0;
    } else {
      ++run;
    }
  }
  return static_cast<double>(longest) / 100.0;
}

TEST(SsmlSound, AForeignWordLeavesNoGapAndNoClick) {
  for (const char* foreign :
       {"<lang xml:lang=\"de\">Guten Morgen</lang>", "<lang xml:lang=\"nl\">goede morgen</lang>",
        "<lang xml:lang=\"fr\">bonjour madame</lang>"}) {
    SpeechSession session(voice(), quick());
    session.push_ssml(std::string("<speak>We sang ") + foreign + " all evening long.</speak>", "test");
    std::vector<float> audio;
    std::vector<SpeechEvent> words;
    for (std::span<const float> piece = session.pull(); !piece.empty(); piece = session.pull()) {
      audio.insert(audio.end(), piece.begin(), piece.end());
      for (const SpeechEvent& event : session.events())
        if (event.kind == SpeechEvent::Kind::kWord) words.push_back(event);
    }
    ASSERT_GE(words.size(), 6U) << foreign;
    EXPECT_LT(longest_silence(audio, voice()->sample_rate_hz()), 0.1) << foreign;
    const auto largest_step = [&](std::uint64_t begin, std::uint64_t end) {
      float largest = 0;
      for (std::uint64_t i = begin + 1; i < std::min<std::uint64_t>(end, audio.size()); ++i)
        largest = std::max(largest, std::abs(audio[i] - audio[i - 1]));
      return largest;
    };
    const auto near = static_cast<std::uint64_t>(voice()->sample_rate_hz() / 100);
    for (const std::size_t word : {2U, 4U})
      EXPECT_LE(largest_step(words[word].begin_sample - near, words[word].begin_sample + near),
                largest_step(words.front().begin_sample + near, words[2].begin_sample - near) * 1.5F)
          << foreign;
  }
}

TEST(SsmlSound, NoSpeakerIsBeyondTheModels) {
  SpeechOptions nobody = quick();
  nobody.speaker = voice()->speakers().size();
  EXPECT_THROW(SpeechSession(voice(), nobody), Error);
}

}  // namespace
}  // namespace driftwave
