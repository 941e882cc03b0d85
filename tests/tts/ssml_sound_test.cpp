/// What SSML asks for, heard from the shipped voice.
#include <gtest/gtest.h>

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

TEST(SsmlSound, NoSpeakerIsBeyondTheModels) {
  SpeechOptions nobody = quick();
  nobody.speaker = voice()->speakers().size();
  EXPECT_THROW(SpeechSession(voice(), nobody), Error);
}

}  // namespace
}  // namespace driftwave
